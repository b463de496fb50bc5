// SPDX-License-Identifier: Apache-2.0
// Groups of a list: what may be grouped by, the $apply that counts and sums them (money per
// currency), and the filter of one group's rows.
import { cellOf, moneyOf, sumByCurrency, type AppliedRow } from '@/api/aggregate';
import { quoted } from '@/api/odata';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { formatDate, type MoneyValue } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import type { Objects } from '../filter/places';
import { stepOf } from '../filter/places';
import { fieldOf, listableFields } from '../fields';

export const kMostGroups = 2;
const kGroupable = new Set(['option', 'link', 'boolean', 'date']);
const kNever = new Set(['created_by_id', 'updated_by_id']);

export const groupableFields = (object: ObjectDefinition) =>
  listableFields(object).filter(
    (field) => kGroupable.has(field.type) && field.filterable !== false && !kNever.has(field.name),
  );

export const groupFields = (object: ObjectDefinition, group: string): FieldDefinition[] => {
  const allowed = groupableFields(object);
  return group
    .split(',')
    .flatMap((name) => allowed.find((field) => field.name === name) ?? [])
    .slice(0, kMostGroups);
};

export interface Group {
  key: string;
  value: string | boolean | null;
  label: string; // empty: no value, or one that the reader may not see
  locked: boolean;
  count: number;
  sums: Record<string, MoneyValue[]>;
  place: number | string;
}

// The columns of a linked object that name a group and put it in order.
function faceOf(objects: Objects, field: FieldDefinition) {
  const target = field.type === 'link' ? objects.get(field.target!) : undefined;
  const title = target && fieldOf(target, target.title);
  if (!target || title?.type !== 'string') return null;
  const place = fieldOf(target, 'position');
  return {
    title: `${stepOf(field)}/${title.name}`,
    place: place?.type === 'integer' ? `${stepOf(field)}/${place.name}` : null,
  };
}

export function groupsApply(
  objects: Objects,
  field: FieldDefinition,
  filter: string,
  money: string[],
): string {
  const face = faceOf(objects, field);
  const keys = [
    field.name,
    ...(face ? [face.title] : []),
    ...(face?.place ? [face.place] : []),
    ...money.map((name) => `${name}/currency`),
  ];
  const sums = money.map((name, index) => `${name} with sum as sum${index}`);
  return `${filter ? `filter(${filter})/` : ''}groupby((${keys.join(',')}),aggregate(${['$count as count', ...sums].join(',')}))`;
}

function labelFor(field: FieldDefinition, value: unknown, title: unknown): string {
  if (value === null || value === undefined) return '';
  switch (field.type) {
    case 'link':
      return typeof title === 'string' ? title : '';
    case 'option':
      return labelOf(field.options?.find((one) => one.value === value)?.label) || String(value);
    case 'date':
      return formatDate(String(value));
    default:
      return String(value);
  }
}

// One group per value, its currencies put together; those without a value come last.
export function groupsOf(
  objects: Objects,
  field: FieldDefinition,
  money: string[],
  rows: AppliedRow[],
): Group[] {
  const face = faceOf(objects, field);
  const byKey = new Map<string, { group: Group; parts: Record<string, (MoneyValue | null)[]> }>();
  for (const row of rows) {
    const value = (row[field.name] ?? null) as Group['value'];
    const key = String(value ?? '');
    const title = face ? cellOf(row, face.title) : undefined;
    const label = labelFor(field, value, title);
    const found = byKey.get(key) ?? {
      group: {
        key,
        value,
        label,
        locked: value !== null && label === '',
        count: 0,
        sums: {},
        place:
          field.type === 'option'
            ? (field.options?.findIndex((one) => one.value === value) ?? 0)
            : face?.place
              ? Number(cellOf(row, face.place) ?? 0)
              : field.type === 'link'
                ? label
                : key,
      },
      parts: {},
    };
    found.group.count += Number(row.count ?? 0);
    money.forEach((name, index) => {
      (found.parts[name] ??= []).push(moneyOf(row, `sum${index}`, `${name}/currency`));
    });
    byKey.set(key, found);
  }
  return [...byKey.values()]
    .map(({ group, parts }) => ({
      ...group,
      sums: Object.fromEntries(
        Object.entries(parts).map(([name, values]) => [name, sumByCurrency(values)]),
      ),
    }))
    .sort(
      (a, b) =>
        Number(a.value === null) - Number(b.value === null) ||
        (typeof a.place === 'number' && typeof b.place === 'number'
          ? a.place - b.place
          : String(a.place).localeCompare(String(b.place), 'es')) ||
        a.label.localeCompare(b.label, 'es'),
    );
}

export function groupFilter(field: FieldDefinition, value: Group['value']): string {
  if (value === null) return `${field.name} eq null`;
  return field.type === 'boolean' || field.type === 'date'
    ? `${field.name} eq ${value}`
    : `${field.name} eq ${quoted(String(value))}`;
}
