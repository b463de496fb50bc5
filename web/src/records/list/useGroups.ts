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

function useOpen() {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const fold = (path: string, on: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (on) next.add(path);
      else next.delete(path);
      return next;
    });
  return { open, setOpen, fold };
}

const inGroup = (field: FieldDefinition, group: Group, over: string) =>
  allOf(over, groupFilter(field, group.value))!;

// The opened ones among the groups at a path, with what finds their records.
const openedOf = (
  field: FieldDefinition,
  groups: Group[],
  over: Asked,
  open: ReadonlySet<string>,
): Asked[] =>
  groups
    .map((group) => ({
      path: `${over.path}/${group.key}`,
      filter: inGroup(field, group, over.filter),
    }))
    .filter(({ path }) => open.has(path));

// The groups inside the opened ones, by path; undefined while they are on their way.
function useGroupsWithin(
  object: string,
  field: FieldDefinition | undefined,
  opened: Asked[],
  money: string[],
) {
  const { objects } = useDefinitions();
  const found = useQueries({
    queries: field
      ? opened.map(({ filter }) => appliedQuery(object, groupsApply(objects, field, filter, money)))
      : [],
  });
  return new Map(
    opened.map(({ path }, index) => {
      const data = field && found[index]?.data;
      return [path, data ? groupsOf(objects, field, money, data) : undefined];
    }),
  );
}

// The records of the groups at the end of each path, page by page.
function useRowsOf(object: string, leaves: Asked[], query: Pick<ListQuery, 'orderby' | 'select'>) {
  const cache = useQueryClient();
  const [loading, setLoading] = useState<ReadonlySet<string>>(new Set());
  const queryOf = ({ filter }: Asked) => pagesQuery(object, { ...query, filter });
  const rows = useQueries({ queries: leaves.map(queryOf) });
  const pagesOf = (path: string) => {
    const at = leaves.findIndex((leaf) => leaf.path === path);
    return rows[at]?.data as InfiniteData<Page> | undefined;
  };
  // The next page of one group, once at a time.
  const more = async (path: string) => {
    const leaf = leaves.find((one) => one.path === path);
    if (!leaf || loading.has(path)) return;
    setLoading((before) => new Set([...before, path]));
    await loadNext(cache, queryOf(leaf)).finally(() =>
      setLoading((before) => new Set([...before].filter((other) => other !== path))),
    );
  };
  return { pagesOf, more };
}

interface Read {
  within: Map<string, Group[] | undefined>;
  pagesOf: (path: string) => InfiniteData<Page> | undefined;
}

function rowLines(path: string, level: number, data: InfiniteData<Page> | undefined): Line[] {
  const more = (next: string | null): Line => ({ kind: 'more', key: `${path} …`, level, next });
  if (!data) return [more(null)];
  const lines = data.pages.flatMap((page) =>
    page.value.map((record): Line => ({
      kind: 'row',
      key: `${path} ${record.id}`,
      level,
      record,
      parent: path,
    })),
  );
  return data.pages.at(-1)?.['@odata.nextLink'] ? [...lines, more(path)] : lines;
}

// Heads, and below the opened ones the groups of the next field or their rows.
function linesOf(
  [field, ...inner]: FieldDefinition[],
  groups: Group[],
  open: ReadonlySet<string>,
  read: Read,
  over = '',
  level = 1,
): Line[] {
  return groups.flatMap((group) => {
    const key = `${over}/${group.key}`;
    const head: Line = { kind: 'group', key, level, field: field!, group, open: open.has(key) };
    if (!head.open) return [head];
    if (inner.length === 0) return [head, ...rowLines(key, level + 1, read.pagesOf(key))];
    const within = read.within.get(key);
    if (!within) return [head, { kind: 'more', key: `${key} …`, level: level + 1, next: null }];
    return [head, ...linesOf(inner, within, open, read, key, level + 1)];
  });
}

export function useGroups(
  object: ObjectDefinition,
  fields: FieldDefinition[],
  money: string[],
  filter: string,
  query: Pick<ListQuery, 'orderby' | 'select'>,
) {
  const { objects } = useDefinitions();
  const { open, setOpen, fold } = useOpen();
  const [first, second] = fields;
  const top = useApplied(object.name, groupsApply(objects, first!, filter, money));
  const groups = useMemo(
    () => (top.data ? groupsOf(objects, first!, money, top.data) : undefined),
    [objects, first, money, top.data],
  );
  const opened = openedOf(first!, groups ?? [], { path: '', filter }, open);
  const within = useGroupsWithin(object.name, second, opened, money);
  const leaves = second
    ? opened.flatMap((over) => openedOf(second, within.get(over.path) ?? [], over, open))
    : opened;
  const { pagesOf, more } = useRowsOf(object.name, leaves, query);
  return {
    lines: linesOf(fields.slice(0, 2), groups ?? [], open, { within, pagesOf }),
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
