// SPDX-License-Identifier: Apache-2.0
// Acts of one object that the generic pages show in their heads: features bring them, the
// application registers them by the object's name.
import { Suspense, type ComponentType } from 'react';
import type { ObjectDefinition, StoredRecord } from '@/api/types';

export type ListActs = ComponentType<{ object: ObjectDefinition }>;
export type RecordActs = ComponentType<{ object: ObjectDefinition; record: StoredRecord }>;

const ofLists = new Map<string, ListActs>();
const ofRecords = new Map<string, RecordActs>();

export function offerActs(object: string, acts: { list?: ListActs; record?: RecordActs }) {
  if (acts.list) ofLists.set(object, acts.list);
  if (acts.record) ofRecords.set(object, acts.record);
}

export const listActsOf = (object: string) => ofLists.get(object);
export const recordActsOf = (object: string) => ofRecords.get(object);

export function Acts<Props extends object>({
  of: Found,
  ...props
}: { of: ComponentType<Props> | undefined } & Props) {
  if (!Found) return null;
  return (
    <Suspense fallback={null}>
      <Found {...(props as unknown as Props)} />
    </Suspense>
  );
}
