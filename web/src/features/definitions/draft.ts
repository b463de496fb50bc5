// SPDX-License-Identifier: Apache-2.0
// What stands in the editor of a field, and the change that it asks for: for a new field all of it,
// for one that stands only what differs.
import type { FieldDefinition, Label, ObjectDefinition } from '@/api/types';
import type { Change } from './api';
import type { FieldRow, NewType } from './fieldRows';
import type { OptionDraft } from './OptionsEditor';

export interface Draft {
  type: string;
  label: Label;
  help: Label;
  options: OptionDraft[];
  target: string;
  scale: number;
  required: boolean;
  filterable: boolean;
  sortable: boolean;
  searchable: boolean;
  inList: boolean;
  unique: boolean;
}

export type Flag = 'required' | 'filterable' | 'sortable' | 'searchable';

export const newDraft = (): Draft => ({
  type: 'string',
  label: { es: '', en: '' },
  help: { es: '', en: '' },
  options: [{ label: { es: '', en: '' } }],
  target: 'accounts',
  scale: 2,
  required: false,
  filterable: true,
  sortable: false,
  searchable: false,
  inList: false,
  unique: false,
});

export function draftOf(row: FieldRow): Draft {
  const field = row.field;
  return {
    ...newDraft(),
    type: row.type,
    label: row.label,
    help: field?.help ?? { es: '', en: '' },
    options: field?.options ?? [],
    target: field?.target ?? row.custom?.target ?? '',
    scale: field?.scale ?? 0,
    required: field?.required ?? false,
    filterable: field?.filterable ?? false,
    sortable: field?.sortable ?? false,
    searchable: field?.searchable ?? false,
    inList: row.custom?.in_list ?? false,
    unique: field?.unique ?? false,
  };
}

// Which marks make sense for a type.
export function marksFor(type: string): Flag[] {
  if (type === 'options' || type === 'links') return [];
  const marks: Flag[] = ['required'];
  if (type !== 'text') marks.push('filterable', 'sortable');
  if (type === 'string' || type === 'text') marks.push('searchable');
  return marks;
}

// One language is enough: the other then says the same.
export const inBoth = ({ es, en }: Label): Label => ({
  es: es.trim() || en.trim(),
  en: en.trim() || es.trim(),
});
const withBoth = (options: OptionDraft[]) =>
  options.map((option) => ({ ...option, label: inBoth(option.label) }));

const said = (label: Label) => label.es.trim() !== '' || label.en.trim() !== '';

export function additionOf(object: string, draft: Draft): Change {
  const field: Record<string, unknown> = { type: draft.type, label: inBoth(draft.label) };
  if (said(draft.help)) field.help = inBoth(draft.help);
  if (draft.type === 'option' || draft.type === 'options') field.options = withBoth(draft.options);
  if (draft.type === 'link' || draft.type === 'links') field.target = draft.target;
  if (draft.type === 'decimal') field.scale = draft.scale;
  for (const flag of marksFor(draft.type)) if (draft[flag]) field[flag] = true;
  if (draft.unique && (draft.type === 'string' || draft.type === 'integer')) field.unique = true;
  if (draft.inList) field.in_list = true;
  return { do: 'add_field', object, field };
}

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

export function differenceOf(object: string, row: FieldRow, draft: Draft): Change | null {
  const before = draftOf(row);
  const set: Record<string, unknown> = {};
  if (differs(before.label, draft.label)) set.label = inBoth(draft.label);
  if (differs(before.help, draft.help)) set.help = said(draft.help) ? inBoth(draft.help) : null;
  if (differs(before.options, draft.options) && draft.type === 'option')
    set.options = withBoth(draft.options);
  for (const flag of marksFor(row.type)) if (before[flag] !== draft[flag]) set[flag] = draft[flag];
  if (row.own && before.inList !== draft.inList) set.in_list = draft.inList;
  if (Object.keys(set).length === 0) return null;
  return { do: 'change_field', object, field: row.name, set };
}

// The draft as a definition, for the preview.
export function previewOf(draft: Draft): FieldDefinition {
  const many = draft.type === 'options' || draft.type === 'links';
  return {
    id: 0,
    name: 'c_preview',
    type: (many ? 'string' : draft.type) as FieldDefinition['type'],
    label: draft.label,
    help: said(draft.help) ? draft.help : undefined,
    required: draft.required,
    scale: draft.scale,
    target: draft.target,
    max_length: 200,
    options: draft.options.map((option, index) => ({
      ...option,
      value: option.value ?? `o${index}`,
    })),
  };
}

// A value such as one would meet, so that the preview has something to show.
export function exampleOf(field: FieldDefinition, text: string): unknown {
  switch (field.type) {
    case 'integer':
      return 12;
    case 'decimal':
      return 12.5;
    case 'money':
      return { amount: '1200.00', currency: 'EUR' };
    case 'boolean':
      return true;
    case 'date':
      return '2026-11-24';
    case 'instant':
      return '2026-11-24T09:42:00.000Z';
    case 'option':
      return field.options?.[0]?.value ?? null;
    case 'link':
      return null;
    default:
      return text;
  }
}

export const linkTargets = (objects: Iterable<ObjectDefinition>, but: string, type: string) =>
  [...objects].filter((object) => type === 'link' || object.name !== but);

export const isNewType = (type: string): type is NewType => type !== 'id' && type !== 'json';
