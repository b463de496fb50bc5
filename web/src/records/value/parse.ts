// SPDX-License-Identifier: Apache-2.0
// From what a person types to what the server takes, and back. Figures and dates are typed as
// the language writes them.
import { dayOfText, faultOfDate, momentOfText, textOfDay, textOfMoment } from '@/base/dateText';
import type { MoneyValue } from '@/base/format';
import { currentLanguage } from '@/base/i18n/i18n';
import type { FieldDefinition } from '@/api/types';

export type Parsed = { value: unknown } | { problem: string };

// «1.284,50» in Spanish, «1,284.50» in English; a single other sign with one to two digits after it
// is a decimal sign as well («12.5»).
export function parseFigure(text: string): string | null {
  let plain = text
    .trim()
    .replace(/[\s\u00a0\u202f€$£%]/g, '')
    .replace('\u2212', '-');
  const [point, group] = currentLanguage() === 'en' ? ['.', ','] : [',', '.'];
  const isGrouped = new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+(\\${point}\\d*)?$`).test(plain);
  if (isGrouped) plain = plain.replaceAll(group!, '');
  plain = plain.replace(point!, '.').replace(',', '.');
  return /^-?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? plain.replace(/\.$/, '') : null;
}

const localFigure = (value: unknown) =>
  currentLanguage() === 'en' ? String(value) : String(value).replace('.', ',');

export function toText(field: FieldDefinition, value: unknown): string {
  if (value === null || value === undefined) return '';
  switch (field.type) {
    case 'money':
      return localFigure((value as MoneyValue).amount.replace(/\.0+$/, ''));
    case 'integer':
      return localFigure(value);
    case 'decimal': // «1» for 1.000, which might be read as a thousand
      return localFigure(
        String(value)
          .replace(/(\.\d*?)0+$/, '$1')
          .replace(/\.$/, ''),
      );
    case 'date':
      return textOfDay(String(value));
    case 'instant':
      return textOfMoment(String(value));
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return String(value);
  }
}

const kDateProblems = {
  day: 'records:noSuchDay',
  hour: 'records:noSuchHour',
  text: 'records:notADate',
};
export const problemOfDate = (text: string, withTime = false) =>
  kDateProblems[faultOfDate(text, withTime)];

export function parseText(field: FieldDefinition, text: string, currency: string): Parsed {
  const trimmed = field.type === 'text' ? text.trimEnd() : text.trim();
  if (trimmed === '') return { value: null };
  switch (field.type) {
    case 'integer':
    case 'decimal':
    case 'money': {
      const figure = parseFigure(trimmed);
      if (figure === null) return { problem: 'records:notANumber' };
      if (field.type === 'integer')
        return /\./.test(figure) ? { problem: 'records:wholeNumber' } : { value: Number(figure) };
      return { value: field.type === 'money' ? { amount: figure, currency } : Number(figure) };
    }
    case 'date':
    case 'instant': {
      const found = field.type === 'date' ? dayOfText(trimmed) : momentOfText(trimmed);
      return found === null
        ? { problem: problemOfDate(trimmed, field.type === 'instant') }
        : { value: found };
    }
    case 'boolean':
      return { value: trimmed === 'true' };
    default:
      return field.max_length && trimmed.length > field.max_length
        ? { problem: 'records:tooLong' }
        : { value: trimmed };
  }
}

export const isSame = (one: unknown, other: unknown) =>
  one === other ||
  ((one ?? null) === null && (other ?? null) === null) ||
  JSON.stringify(one) === JSON.stringify(other);
