// SPDX-License-Identifier: Apache-2.0
// Who changed each field last, and when: from the history of the record where it has one, else who
// saved it last.
import { get } from '@/api/client';
import { kAnnotations, recordPath } from '@/api/odata';
import type { ObjectDefinition, StoredRecord, TimelineItem } from '@/api/types';

export interface Author {
  name?: string;
  at?: string;
}
export type Authors = Record<string, Author>;

const kLooked = 30;

export async function authorsOf(
  object: ObjectDefinition,
  theirs: StoredRecord,
  fields: string[],
): Promise<Authors> {
  const last: Author = {
    name: theirs['updated_by_id@clientela.label'] as string | undefined,
    at: theirs.updated_at as string | undefined,
  };
  const items = object.timeline
    ? await get<{ value: TimelineItem[] }>(
        `${recordPath(object.name, theirs.id)}/timeline?top=${kLooked}`,
        { headers: kAnnotations },
      ).then(
        (page) => page.value,
        () => [],
      )
    : [];
  return Object.fromEntries(
    fields.map((field) => {
      const item = items.find(({ changes }) => changes?.some((one) => one.field === field));
      return [field, item?.actor ? { name: item.actor.name, at: item.happened_at } : last];
    }),
  );
}
