// SPDX-License-Identifier: Apache-2.0
// The values that a filter compares: numbers kept exact, texts by code point, ids as they are read;
// and what the functions make of texts.
import { exact, moneyScale, order, rescale, type Exact } from './number';

// The part of a field's definition that filters need.
export interface FilterField {
  name: string;
  type: string;
  scale?: number;
  target?: string;
}

export type Value =
  | { type: 'null' }
  | { type: 'boolean'; value: boolean }
  | { type: 'number'; value: Exact }
  | { type: 'text' | 'date' | 'id'; value: string }
  | { type: 'instant'; value: number };

export const none: Value = { type: 'null' };
export const whole = (value: number): Value => ({
  type: 'number',
  value: { digits: BigInt(value), scale: 0 },
});
export const thousandths = (value: number): Value => ({
  type: 'number',
  value: { digits: BigInt(value), scale: 3 },
});
export const textual = (value: string): Value => ({ type: 'text', value });
export const truth = (value: boolean): Value => ({ type: 'boolean', value });

// Ids are read as Crockford's base 32 asks: small letters and look-alikes count.
export const idOf = (source: string) =>
  source.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1').padStart(13, '0');

const characters = (source: string) => Array.from(source);

// By code point; JavaScript's own order puts some characters beyond U+FFFF too early.
function orderOfTexts(left: string, right: string): number {
  const a = characters(left);
  const b = characters(right);
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (a[i] !== b[i]) return a[i]!.codePointAt(0)! - b[i]!.codePointAt(0)!;
  }
  return a.length - b.length;
}

// Below, above or equal; null when one of them is null or they cannot be compared.
export function orderOf(left: Value, right: Value): number | null {
  if (left.type === 'number' && right.type === 'number') return order(left.value, right.value);
  if (left.type === 'instant' && right.type === 'instant') return left.value - right.value;
  if (left.type === 'boolean' && right.type === 'boolean')
    return Number(left.value) - Number(right.value);
  const a = left.type === 'id' && right.type === 'text' ? idOf(String(right.value)) : null;
  if (a !== null) return orderOfTexts(String((left as { value: string }).value), a);
  if (left.type === 'text' && right.type === 'id')
    return orderOfTexts(idOf(left.value), right.value);
  if (left.type !== right.type || left.type === 'null') return null;
  return orderOfTexts((left as { value: string }).value, (right as { value: string }).value);
}

export const same = (left: Value, right: Value) =>
  left.type === 'null' || right.type === 'null'
    ? left.type === right.type
    : orderOf(left, right) === 0;

export function valueOf(field: FilterField, raw: unknown, part: string | undefined): Value {
  if (raw === null || raw === undefined) return none;
  switch (field.type) {
    case 'boolean':
      return truth(raw === true);
    case 'integer':
      return { type: 'number', value: exact(raw as number) };
    case 'decimal':
      return { type: 'number', value: exact(raw as number | string, field.scale ?? 0) };
    case 'money': {
      const money = raw as { amount: string; currency: string };
      return part === 'currency'
        ? textual(money.currency)
        : { type: 'number', value: exact(money.amount, moneyScale) };
    }
    case 'date':
      return { type: 'date', value: String(raw) };
    case 'instant':
      return { type: 'instant', value: Date.parse(String(raw)) };
    case 'id':
    case 'link':
    case 'reference':
      return { type: 'id', value: idOf(String(raw)) };
    default:
      return textual(String(raw));
  }
}

const fold = (source: string) =>
  source
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

export function textCall(name: string, first: string, more: Value[]): Value {
  const texts = more.map((value) => (value.type === 'text' ? value.value : ''));
  const numbers = more.map((value) =>
    value.type === 'number' ? Math.max(0, Number(rescale(value.value, 0))) : 0,
  );
  const other = texts[0] ?? '';
  switch (name) {
    case 'contains':
      return truth(first.includes(other));
    case 'startswith':
      return truth(first.startsWith(other));
    case 'endswith':
      return truth(first.endsWith(other));
    case 'length':
      return whole(characters(first).length);
    case 'indexof': {
      const at = first.indexOf(other);
      return whole(at < 0 ? -1 : characters(first.slice(0, at)).length);
    }
    case 'substring': {
      const end = numbers.length > 1 ? numbers[0]! + numbers[1]! : undefined;
      return textual(characters(first).slice(numbers[0], end).join(''));
    }
    case 'concat':
      return textual(first + other);
    case 'tolower':
      return textual(first.toLowerCase());
    case 'toupper':
      return textual(first.toUpperCase());
    case 'clientela.fold':
      return textual(fold(first));
    case 'trim':
      return textual(first.replace(/^[\t-\r ]+|[\t-\r ]+$/g, ''));
    default:
      throw new Error(`filter: ${name} of a text`);
  }
}
