// SPDX-License-Identifier: Apache-2.0
// What lies in the bin, as it was put there: a record with everything that went along with it, the
// latest first.
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get } from '@/api/client';
import { kAnnotations, listPath } from '@/api/odata';
import { may, useDefinitions } from '@/api/session';
import type { ObjectDefinition, Page, StoredRecord } from '@/api/types';
import { fieldOf } from '../fields';

export interface Binned {
  object: ObjectDefinition;
  record: StoredRecord;
  along: { object: ObjectDefinition; count: number }[]; // binned by the same act, restored with it
}

type Row = Omit<Binned, 'along'>;

const kShown = 50;

const actOf = ({ record }: Row) => `${String(record.deleted_at)} ${String(record.updated_by_id)}`;
const linksOf = (object: ObjectDefinition) =>
  object.fields.filter((field) => field.type === 'link' && !field.standard);

// Rows that point to another row of the same act went with it.
export function inActs(rows: Row[]): Binned[] {
  const byAct = new Map<string, Row[]>();
  for (const row of rows) byAct.set(actOf(row), [...(byAct.get(actOf(row)) ?? []), row]);
  const parentOf = (row: Row) => {
    const targets = new Map(
      linksOf(row.object).map((link) => [String(row.record[link.name]), link.target]),
    );
    return byAct
      .get(actOf(row))!
      .find((other) => other !== row && targets.get(other.record.id) === other.object.name);
  };
  const heads = new Map<Row, Map<ObjectDefinition, number>>();
  for (const row of rows) {
    const parent = parentOf(row);
    if (!parent && !heads.has(row)) heads.set(row, new Map());
  }
  for (const row of rows) {
    let parent = parentOf(row);
    for (let steps = 0; parent && !heads.has(parent) && steps < 5; steps += 1)
      parent = parentOf(parent);
    const along = parent && heads.get(parent);
    along?.set(row.object, (along.get(row.object) ?? 0) + 1);
  }
  return [...heads]
    .map(([row, along]) => ({
      ...row,
      along: [...along].map(([object, count]) => ({ object, count })),
    }))
    .sort((a, b) => String(b.record.deleted_at).localeCompare(String(a.record.deleted_at)));
}

export function useBinned() {
  const { objects, ready } = useDefinitions();
  const asked = useMemo(
    () =>
      [...objects.values()].filter(
        (object) =>
          object.name !== 'notifications' && // withdrawn by the program, and nobody's loss
          fieldOf(object, 'deleted_at') &&
          may(object, 'read'),
      ),
    [objects],
  );
  return useQueries({
    queries: asked.map((object) => ({
      queryKey: ['records', object.name, 'binned'],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get<Page>(
          listPath(object.name, {
            bin: true,
            top: kShown,
            orderby: 'deleted_at desc',
            count: true,
          }),
          { signal, headers: kAnnotations },
        ),
      retry: false,
    })),
    combine: (results) => ({
      pending: !ready || results.some((result) => result.isPending),
      failed: results.length > 0 && results.every((result) => result.isError),
      counts: asked.map((object, at) => ({
        object,
        count: results[at]?.data?.['@odata.count'] ?? 0,
      })),
      rows: asked.flatMap((object, at) =>
        (results[at]?.data?.value ?? []).map((record): Row => ({ object, record })),
      ),
      refetch: () => results.forEach((result) => void result.refetch()),
    }),
  });
}
