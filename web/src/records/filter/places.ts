// SPDX-License-Identifier: Apache-2.0
// Where a filter may go from an object: its fields, the records it points to (one step each), the
// lists of records that point to it, and its many-to-many links (asked like a link field).
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import type { Label } from '@/api/types';
import { listableFields, manyLinkOf } from '../fields';

export type Objects = ReadonlyMap<string, ObjectDefinition>;

export interface ManyStep {
  name: string;
  target: string;
  label: Label;
}

// A step to one record is written as its link field without `_id`.
export const stepOf = (field: FieldDefinition) => field.name.replace(/_id$/, '');
export const linkBehind = (object: ObjectDefinition, step: string) =>
  object.fields.find((field) => field.type === 'link' && stepOf(field) === step && field.target);

export const relationOf = (object: ObjectDefinition, name: string): ManyStep | undefined =>
  object.relations?.find((relation) => relation.name === name) ?? manyLinkOf(object, name);

// The object at the end of a path of steps to one record; undefined where it cannot be read.
export function walk(
  objects: Objects,
  object: ObjectDefinition,
  path: readonly string[],
): ObjectDefinition | undefined {
  let place: ObjectDefinition | undefined = object;
  for (const step of path) {
    const link: FieldDefinition | undefined = place && linkBehind(place, step);
    place = link && objects.get(link.target!);
  }
  return place;
}

// A field, or a many-to-many link dressed as one.
export function asked(object: ObjectDefinition, name: string): FieldDefinition | undefined {
  const field = object.fields.find((candidate) => candidate.name === name);
  if (field) return field;
  const link = manyLinkOf(object, name);
  return (
    link && {
      id: link.id,
      name: link.name,
      type: 'link',
      target: link.target,
      label: link.label,
      filterable: true,
    }
  );
}

export const isMany = (object: ObjectDefinition, name: string) =>
  manyLinkOf(object, name) !== undefined;

export const askable = (object: ObjectDefinition): FieldDefinition[] => [
  ...listableFields(object).filter((field) => field.filterable !== false && field.type !== 'text'),
  ...(object.many_links ?? []).flatMap((link) => asked(object, link.name) ?? []),
];

const kNoWay = new Set(['created_by_id', 'updated_by_id']);

export const waysToOne = (objects: Objects, object: ObjectDefinition) =>
  object.fields.filter(
    (field) =>
      field.type === 'link' &&
      !field.hidden &&
      !kNoWay.has(field.name) &&
      objects.has(field.target!),
  );

const kInnerLists = new Set(['activity_links', 'stage_changes']);

export const waysToMany = (objects: Objects, object: ObjectDefinition): ManyStep[] =>
  (object.relations ?? []).filter(({ target }) => objects.has(target) && !kInnerLists.has(target));
