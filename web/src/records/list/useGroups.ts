// SPDX-License-Identifier: Apache-2.0
// The lines of a grouped list: heads, the groups inside opened ones, and their rows page by page.
import { useQueries, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { appliedQuery, useApplied } from '@/api/aggregate';
import { allOf, type ListQuery } from '@/api/odata';
import { pagesQuery } from '@/api/records';
import { useDefinitions } from '@/api/session';
import type { FieldDefinition, ObjectDefinition, Page, StoredRecord } from '@/api/types';
import { groupFilter, groupsApply, groupsOf, type Group } from './groups';

export type Line =
  | {
      kind: 'group';
      key: string;
      level: number;
      field: FieldDefinition;
      group: Group;
      open: boolean;
    }
  | { kind: 'row'; key: string; level: number; record: StoredRecord; parent: string }
  | { kind: 'more'; key: string; level: number; next: string | null };

interface Asked {
  path: string;
  filter: string;
}

export function useGroups(
  object: ObjectDefinition,
  fields: FieldDefinition[],
  money: string[],
  filter: string,
  query: Pick<ListQuery, 'orderby' | 'select'>,
) {
  const { objects } = useDefinitions();
  const cache = useQueryClient();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [loading, setLoading] = useState<ReadonlySet<string>>(new Set());
  const [first, second] = fields;
  const top = useApplied(object.name, groupsApply(objects, first!, filter, money));
  const groups = useMemo(
    () => (top.data ? groupsOf(objects, first!, money, top.data) : undefined),
    [objects, first, money, top.data],
  );

  const inGroup = (field: FieldDefinition, group: Group, over: string) =>
    allOf(over, groupFilter(field, group.value))!;
  const opened: Asked[] = (groups ?? [])
    .filter((group) => open.has(`/${group.key}`))
    .map((group) => ({ path: `/${group.key}`, filter: inGroup(first!, group, filter) }));
  const inner = useQueries({
    queries: second
      ? opened.map((asked) =>
          appliedQuery(object.name, groupsApply(objects, second, asked.filter, money)),
        )
      : [],
  });
  const groupsIn = new Map(
    opened.map((asked, index) => [
      asked.path,
      second && inner[index]?.data
        ? groupsOf(objects, second, money, inner[index].data)
        : undefined,
    ]),
  );
  const leaves: Asked[] = second
    ? opened.flatMap((asked) =>
        (groupsIn.get(asked.path) ?? [])
          .filter((group) => open.has(`${asked.path}/${group.key}`))
          .map((group) => ({
            path: `${asked.path}/${group.key}`,
            filter: inGroup(second, group, asked.filter),
          })),
      )
    : opened;
  const queryOf = (asked: Asked) => pagesQuery(object.name, { ...query, filter: asked.filter });
  const rows = useQueries({ queries: leaves.map(queryOf) });

  const lines: Line[] = [];
  const addRows = (path: string, level: number) => {
    const at = leaves.findIndex((leaf) => leaf.path === path);
    const data = rows[at]?.data as InfiniteData<Page> | undefined;
    if (!data) return lines.push({ kind: 'more', key: `${path} …`, level, next: null });
    for (const page of data.pages)
      for (const record of page.value)
        lines.push({ kind: 'row', key: `${path} ${record.id}`, level, record, parent: path });
    if (data.pages.at(-1)?.['@odata.nextLink'])
      lines.push({ kind: 'more', key: `${path} …`, level, next: path });
  };
  for (const group of groups ?? []) {
    const path = `/${group.key}`;
    const isOpen = open.has(path);
    lines.push({ kind: 'group', key: path, level: 1, field: first!, group, open: isOpen });
    if (!isOpen) continue;
    if (!second) {
      addRows(path, 2);
      continue;
    }
    const within = groupsIn.get(path);
    if (!within) lines.push({ kind: 'more', key: `${path} …`, level: 2, next: null });
    for (const one of within ?? []) {
      const leaf = `${path}/${one.key}`;
      const leafOpen = open.has(leaf);
      lines.push({ kind: 'group', key: leaf, level: 2, field: second, group: one, open: leafOpen });
      if (leafOpen) addRows(leaf, 3);
    }
  }

  const fold = (path: string, on: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (on) next.add(path);
      else next.delete(path);
      return next;
    });
  // The next page of one group, once at a time.
  const more = async (path: string) => {
    const leaf = leaves.find((one) => one.path === path);
    if (!leaf || loading.has(path)) return;
    setLoading((before) => new Set([...before, path]));
    await loadNext(cache, queryOf(leaf)).finally(() =>
      setLoading((before) => new Set([...before].filter((other) => other !== path))),
    );
  };
  return {
    lines,
    fold,
    more,
    foldAll: (on: boolean) =>
      setOpen(on ? new Set((groups ?? []).map((group) => `/${group.key}`)) : new Set()),
    allOpen: groups !== undefined && groups.every((group) => open.has(`/${group.key}`)),
    error: top.error,
    pending: top.isPending,
    retry: top.refetch,
  };
}

async function loadNext(
  cache: ReturnType<typeof useQueryClient>,
  query: ReturnType<typeof pagesQuery>,
) {
  const data = cache.getQueryData<InfiniteData<Page>>(query.queryKey);
  const next = data?.pages.at(-1)?.['@odata.nextLink'];
  if (!data || !next) return;
  const page = await query.loadPage(next);
  cache.setQueryData<InfiniteData<Page>>(query.queryKey, {
    pages: [...data.pages, page],
    pageParams: [...data.pageParams, next],
  });
}
