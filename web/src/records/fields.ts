// SPDX-License-Identifier: Apache-2.0
// What the definitions say about fields, as questions that the list, the form and the record page
// ask.
import {
  formatDate,
  formatMoment,
  formatMoney,
  formatNumber,
  type MoneyValue,
} from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import type {
  FieldDefinition,
  ManyLinkDefinition,
  ObjectDefinition,
  StoredRecord,
} from '@/api/types';

export const oneLabel = (object: ObjectDefinition) =>
  labelOf({ es: object.label.es[0], en: object.label.en[0] });
export const manyLabel = (object: ObjectDefinition) =>
  labelOf({ es: object.label.es[1], en: object.label.en[1] });

// Inside a sentence the label of an object starts small: «Todavía no hay cuentas».
export const inSentence = (label: string) => label.charAt(0).toLocaleLowerCase() + label.slice(1);

export const fieldOf = (object: ObjectDefinition, name: string): FieldDefinition | undefined =>
  object.fields.find((field) => field.name === name);
export const manyLinkOf = (
  object: ObjectDefinition,
  name: string,
): ManyLinkDefinition | undefined => object.many_links?.find((link) => link.name === name);

const kInternal = new Set(['version', 'deleted_group_id']);

// Fields that a list may show.
export const listableFields = (object: ObjectDefinition) =>
  object.fields.filter(
    (field) =>
      !field.hidden &&
      !kInternal.has(field.name) &&
      field.type !== 'json' &&
      field.type !== 'id' &&
      field.name !== 'deleted_at',
  );

export function defaultColumns(object: ObjectDefinition): string[] {
  const listed = (object.views?.list ?? []).filter(
    (name) => fieldOf(object, name) || manyLinkOf(object, name),
  );
  const names =
    listed.length > 0
      ? listed
      : listableFields(object)
          .slice(0, 6)
          .map((field) => field.name);
  return withTitleFirst(object, names);
}

export const withTitleFirst = (object: ObjectDefinition, names: string[]) => [
  object.title,
  ...names.filter((name) => name !== object.title),
];

export const columnLabel = (object: ObjectDefinition, name: string) =>
  labelOf((fieldOf(object, name) ?? manyLinkOf(object, name))?.label);

export const isEditable = (field: FieldDefinition | undefined, isNew = false) =>
  field !== undefined &&
  !field.read_only &&
  !field.hidden &&
  field.type !== 'id' &&
  field.type !== 'json' &&
  (isNew || !field.immutable) &&
  !kInternal.has(field.name);

export const isNumeric = (field: FieldDefinition | undefined) =>
  field !== undefined && ['integer', 'decimal', 'money'].includes(field.type);

export const optionOf = (field: FieldDefinition, value: unknown) =>
  field.options?.find((option) => option.value === value);

export const titleOf = (object: ObjectDefinition, record: StoredRecord): string => {
  const field = fieldOf(object, object.title);
  return (field && textOf(field, record)) || record.id;
};

// Options whose tones say something get a dot or a tint; a mere list of kinds does not.
export const hasTones = (field: FieldDefinition) =>
  field.options?.some((option) => option.tone && option.tone !== 'neutral') ?? false;

// Years are not grouped: 2014, never 2.014.
export const isYear = (field: FieldDefinition) =>
  field.type === 'integer' &&
  (/(^|_)(year|founded)/.test(field.name) ||
    ((field.minimum ?? 0) >= 1000 && (field.maximum ?? Infinity) <= 3000));

// A value as plain text: tooltips, conflicts, timelines, screen readers.
export function textOf(field: FieldDefinition, record: StoredRecord): string {
  return textOfValue(field, record[field.name], record[`${field.name}@clientela.label`]);
}

export function textOfValue(field: FieldDefinition, value: unknown, label?: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  switch (field.type) {
    case 'option':
      return labelOf(optionOf(field, value)?.label) || String(value);
    case 'link':
      return typeof label === 'string'
        ? label
        : typeof value === 'object'
          ? String((value as { label?: string }).label ?? '')
          : String(value);
    case 'money':
      return formatMoney(value as MoneyValue);
    case 'integer':
      return isYear(field) ? String(value) : formatNumber(value as number);
    case 'decimal':
      return formatNumber(value as number | string);
    case 'boolean':
      return value ? '✓' : '✕';
    case 'date':
      return formatDate(String(value));
    case 'instant':
      return formatMoment(String(value));
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

// Sections of the form: those of the definition, and what they leave out stays out.
export function formSections(object: ObjectDefinition, isNew: boolean) {
  const sections = object.views?.form?.length
    ? object.views.form.map((section) => ({ label: labelOf(section.label), names: section.fields }))
    : [
        {
          label: '',
          names: object.fields.filter((field) => !field.standard).map((field) => field.name),
        },
      ];
  return sections
    .map((section) => ({
      label: section.label,
      fields: section.names
        .flatMap((name) => fieldOf(object, name) ?? [])
        .filter((field) => field.type !== 'json' && (!isNew || isEditable(field, true))),
      links: section.names.flatMap((name) => manyLinkOf(object, name) ?? []),
    }))
    .filter((section) => section.fields.length > 0 || section.links.length > 0);
}

export const kPeopleObject = 'users';

const kWidths: Partial<Record<FieldDefinition['type'], number>> = {
  integer: 104,
  decimal: 112,
  money: 136,
  boolean: 88,
  date: 112,
  instant: 144,
  option: 136,
  link: 164,
  text: 240,
};

export function defaultWidth(object: ObjectDefinition, name: string): number {
  if (name === object.title) return 300;
  const field = fieldOf(object, name);
  if (!field) return 180;
  const byType = kWidths[field.type] ?? 156;
  return Math.max(byType, Math.min(240, labelOf(field.label).length * 7 + 44));
}
