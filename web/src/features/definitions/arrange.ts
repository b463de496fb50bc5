// SPDX-License-Identifier: Apache-2.0
// Between a layout as it is kept and the lists that people order: what is shown stands first in its
// order, everything else behind it, unchecked.
import type { Label, ObjectDefinition } from '@/api/types';
import { currentLanguage, labelOf } from '@/base/i18n/i18n';
import { columnLabel, listableFields, withTitleFirst } from '@/records/fields';
import type { OrderItem } from './OrderList';

export interface Content {
  list?: string[];
  key?: string[];
  form?: { label: Label; fields: string[] }[];
  tabs?: string[];
  default_view?: string;
  blocks?: string[];
}

export const kBlocks = ['first', 'day', 'funnel', 'quarter', 'since'] as const;
export const kKeyMax = 6;

const ordered = (all: string[], shown: string[], label: (name: string) => string): OrderItem[] => [
  ...shown.filter((name) => all.includes(name)).map((name) => item(name, label(name), true)),
  ...all.filter((name) => !shown.includes(name)).map((name) => item(name, label(name), false)),
];
const item = (key: string, label: string, shown: boolean): OrderItem => ({ key, label, shown });

export const shownKeys = (items: OrderItem[]) =>
  items.filter((entry) => entry.shown && !entry.heading).map((entry) => entry.key);

const fieldNames = (object: ObjectDefinition) => listableFields(object).map((field) => field.name);
const linkNames = (object: ObjectDefinition) => (object.many_links ?? []).map((link) => link.name);

export function columnItems(object: ObjectDefinition, content: Content): OrderItem[] {
  const shown = withTitleFirst(object, content.list ?? object.views?.list ?? []);
  return ordered([...fieldNames(object), ...linkNames(object)], shown, (name) =>
    columnLabel(object, name),
  ).map((entry) => (entry.key === object.title ? { ...entry, fixed: true } : entry));
}

export function keyItems(object: ObjectDefinition, content: Content): OrderItem[] {
  return ordered(fieldNames(object), content.key ?? object.views?.key ?? [], (name) =>
    columnLabel(object, name),
  );
}

export function tabItems(object: ObjectDefinition, content: Content): OrderItem[] {
  const relations = object.relations ?? [];
  const all = relations.map((relation) => relation.name);
  const shown = content.tabs ?? object.views?.tabs ?? all;
  return ordered(all, shown, (name) =>
    labelOf(relations.find((relation) => relation.name === name)?.label),
  );
}

export function blockItems(content: Content, label: (name: string) => string): OrderItem[] {
  return ordered([...kBlocks], content.blocks ?? [...kBlocks], label);
}

// The sections of the form as one list: a heading, its fields, the next heading; what no section
// shows stands unchecked at the end.
export function formItems(object: ObjectDefinition, content: Content): OrderItem[] {
  const form = content.form ?? object.views?.form ?? [];
  const placed = new Set(form.flatMap((section) => section.fields));
  const free = [
    ...object.fields
      .filter((field) => !field.standard && !field.read_only && field.type !== 'json')
      .map((field) => field.name),
    ...linkNames(object),
  ].filter((name) => !placed.has(name));
  return [
    ...form.flatMap((section, index) => [
      { ...item(`#${index}`, labelOf(section.label), true), heading: true },
      ...section.fields.map((name) => item(name, columnLabel(object, name), true)),
    ]),
    ...free.map((name) => item(name, columnLabel(object, name), false)),
  ];
}

// Back again. A heading keeps its word in the other language unless it is new.
export function formOf(object: ObjectDefinition, before: Content, items: OrderItem[]) {
  const known = before.form ?? object.views?.form ?? [];
  const sections: { label: Label; fields: string[] }[] = [];
  for (const entry of items) {
    if (entry.heading) {
      const old = known[Number(entry.key.slice(1))]?.label;
      const label = old
        ? { ...old, [currentLanguage()]: entry.label }
        : { es: entry.label, en: entry.label };
      sections.push({ label, fields: [] });
    } else if (entry.shown) {
      if (sections.length === 0) sections.push({ label: { es: '', en: '' }, fields: [] });
      sections[sections.length - 1]!.fields.push(entry.key);
    }
  }
  return sections.filter((section) => section.fields.length > 0);
}
