// SPDX-License-Identifier: Apache-2.0
// The fields of one object as the administrator's list shows them: shipped and own, links to many
// too, with what hides them.
import type { FieldDefinition, Label, ObjectDefinition } from '@/api/types';
import type { CustomField, Document, Overview } from './api';

export interface FieldRow {
  name: string;
  type: string;
  label: Label;
  own: boolean;
  hidden: boolean;
  hiddenAt?: string;
  field?: FieldDefinition;
  custom?: CustomField;
}

// In the order in which they are offered when a field is made.
export const kTypes = [
  'string',
  'text',
  'integer',
  'decimal',
  'money',
  'boolean',
  'date',
  'instant',
  'option',
  'options',
  'link',
  'links',
] as const;
export type NewType = (typeof kTypes)[number];

export function customFields(document: Document, object: string): CustomField[] {
  const source =
    document.objects?.find((candidate) => candidate.name === object) ??
    document.changes?.[object] ??
    {};
  return [...(source.fields ?? []), ...(source.many_links ?? [])];
}

// Several options are a list of links to an object that only holds them.
export function typeOf(custom: CustomField | undefined, document: Document): string {
  if (!custom?.table) return custom?.type ?? '';
  const holds = document.objects?.find((object) => object.name === custom.target)?.options_of;
  return holds ? 'options' : 'links';
}

export function fieldRows(object: ObjectDefinition, overview: Overview): FieldRow[] {
  const own = new Map(
    customFields(overview.document, object.name).map((field) => [field.name, field]),
  );
  const fields = object.fields
    .filter((field) => !field.standard)
    .map((field): FieldRow => {
      const custom = own.get(field.name);
      return {
        name: field.name,
        type: field.type,
        label: field.label,
        own: custom !== undefined,
        hidden: Boolean(custom?.hidden_at) || field.hidden === true,
        hiddenAt: custom?.hidden_at,
        field,
        custom,
      };
    });
  const links = (object.many_links ?? []).map((link): FieldRow => {
    const custom = own.get(link.name);
    return {
      name: link.name,
      type: custom ? typeOf(custom, overview.document) : 'links',
      label: link.label,
      own: custom !== undefined,
      hidden: Boolean(custom?.hidden_at),
      hiddenAt: custom?.hidden_at,
      custom,
    };
  });
  return [...fields, ...links];
}
