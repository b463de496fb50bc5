// SPDX-License-Identifier: Apache-2.0
// Records through the query cache: lists (keyset pages), counts, single records, and the four
// writes. Keys: ['records', OBJECT, 'list' | 'count' | 'one' | 'timeline', ...], so that a change
// of an object makes all of its entries stale at once.
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { get, patch, post, remove } from './client';
import { kAnnotations, listPath, nextPath, pageHeaders, recordPath, type ListQuery } from './odata';
import { whileSaving } from './saving';
import type { Page, StoredRecord, SearchHit, TimelineItem } from './types';

export function useRecords(
  object: string,
  query: ListQuery,
  options: { enabled?: boolean; pages?: number } = {},
) {
  const { top = 100, ...rest } = query;
  const headers = pageHeaders(top);
  return useInfiniteQuery({
    queryKey: ['records', object, 'list', query],
    queryFn: ({ pageParam, signal }) => get<Page>(pageParam, { signal, headers }),
    initialPageParam: listPath(object, rest),
    getNextPageParam: (page) =>
      page['@odata.nextLink'] ? nextPath(page['@odata.nextLink']) : undefined,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });
}

// Pages of one of several lists that stand open at once (groups). Asking again brings as many pages
// as were loaded.
export function pagesQuery(object: string, query: ListQuery) {
  const { top = 50, ...rest } = query;
  const loadPage = (path: string, signal?: AbortSignal) =>
    get<Page>(nextPath(path), { signal, headers: pageHeaders(top) });
  const queryKey = ['records', object, 'list', 'group', query];
  return {
    queryKey,
    loadPage,
    queryFn: async ({ client, signal }: { client: QueryClient; signal: AbortSignal }) => {
      const wanted = client.getQueryData<InfiniteData<Page>>(queryKey)?.pages.length ?? 1;
      const pages: Page[] = [];
      const pageParams: unknown[] = [];
      let path: string | undefined = listPath(object, rest);
      while (path && pages.length < wanted) {
        const page: Page = await loadPage(path, signal);
        pages.push(page);
        pageParams.push(path);
        path = page['@odata.nextLink'];
      }
      return { pages, pageParams } as InfiniteData<Page>;
    },
  };
}

// A short list in one page: relations, pickers, lookups.
export function useFewRecords(object: string, query: ListQuery, enabled = true) {
  return useQuery({
    queryKey: ['records', object, 'few', query],
    queryFn: ({ signal }) => {
      const { top = 50, ...rest } = query;
      return get<Page>(listPath(object, rest), { signal, headers: pageHeaders(top) });
    },
    placeholderData: keepPreviousData,
    enabled,
  });
}

// All records of a short list, page by page; past `most` the link to the next page stays with them.
export function useAllRecords(object: string, query: ListQuery, most: number) {
  return useQuery({
    queryKey: ['records', object, 'few', 'all', query, most],
    queryFn: async ({ signal }) => {
      const { top = 50, ...rest } = query;
      const ask = (path: string) => get<Page>(path, { signal, headers: pageHeaders(top) });
      const all = await ask(listPath(object, rest));
      while (all['@odata.nextLink'] && all.value.length < most) {
        const page = await ask(nextPath(all['@odata.nextLink']));
        all.value.push(...page.value);
        all['@odata.nextLink'] = page['@odata.nextLink'];
      }
      return all;
    },
    placeholderData: keepPreviousData,
  });
}

export const countQuery = (
  object: string,
  query: Pick<ListQuery, 'filter' | 'search' | 'bin'>,
) => ({
  queryKey: ['records', object, 'count', query],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (
      await get<Page>(listPath(object, { ...query, top: 1, select: ['id'], count: true }), {
        signal,
      })
    )['@odata.count'],
  staleTime: 30_000,
});

export function useCount(
  object: string,
  query: Pick<ListQuery, 'filter' | 'search' | 'bin'>,
  enabled = true,
) {
  return useQuery({
    ...countQuery(object, query),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export const recordKey = (object: string, id: string) => ['records', object, 'one', id];

export function useRecord(object: string, id: string | undefined) {
  return useQuery({
    queryKey: recordKey(object, id ?? ''),
    queryFn: ({ signal }) =>
      get<StoredRecord>(recordPath(object, id!), { signal, headers: kAnnotations }),
    enabled: Boolean(id),
  });
}

export function useTimeline(object: string, id: string) {
  return useInfiniteQuery({
    queryKey: ['records', 'activities', 'timeline', object, id],
    queryFn: ({ pageParam, signal }) =>
      get<{ value: TimelineItem[]; next?: string | null }>(
        `${recordPath(object, id)}/timeline?top=30${pageParam ? `&before=${encodeURIComponent(pageParam)}` : ''}`,
        { signal, headers: kAnnotations },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  });
}

const etagHeader = (record: StoredRecord | undefined): Record<string, string> =>
  record?.['@odata.etag'] ? { 'If-Match': record['@odata.etag'] } : {};

// Puts fields into every loaded list and into the record itself.
function useSpread(object: string) {
  const cache = useQueryClient();
  return (id: string, change: (record: StoredRecord) => StoredRecord) => {
    const touch = (record: StoredRecord) => (record.id === id ? change(record) : record);
    cache.setQueriesData<InfiniteData<Page>>(
      { queryKey: ['records', object, 'list'] },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({ ...page, value: page.value.map(touch) })),
        },
    );
    cache.setQueriesData<Page>(
      { queryKey: ['records', object, 'few'] },
      (data) => data && { ...data, value: data.value.map(touch) },
    );
    cache.setQueryData<StoredRecord>(recordKey(object, id), (record) => record && change(record));
  };
}

export interface SaveInput {
  record: StoredRecord;
  changes: Record<string, unknown>;
  shown?: Record<string, unknown>; // labels of changed links, for the optimistic rows
  force?: boolean; // without If-Match, after the person settled a conflict
}

// Optimistic: the change shows at once and is taken back when the server refuses it.
export function useSave(object: string) {
  const cache = useQueryClient();
  const spread = useSpread(object);
  return useMutation({
    mutationFn: ({ record, changes, force }: SaveInput) =>
      whileSaving(
        patch<StoredRecord>(recordPath(object, record.id), changes, {
          headers: {
            ...kAnnotations,
            ...(force ? {} : etagHeader(record)),
            'Idempotency-Key': crypto.randomUUID(),
          },
        }),
      ),
    onMutate: ({ record, changes, shown }) =>
      spread(record.id, (old) => ({ ...old, ...changes, ...shown })),
    onError: (_error, { record }) => spread(record.id, () => record),
    onSuccess: (saved, { record }) => {
      if (saved) spread(record.id, (old) => ({ ...old, ...saved }));
      else void cache.invalidateQueries({ queryKey: recordKey(object, record.id) });
      void cache.invalidateQueries({
        queryKey: ['records', 'activities', 'timeline', object, record.id],
      });
    },
  });
}

export function useCreate(object: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (fields: Record<string, unknown>) =>
      whileSaving(
        post<StoredRecord>(`api/v1/${object}`, fields, {
          headers: { ...kAnnotations, 'Idempotency-Key': crypto.randomUUID() },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['records', object] }),
  });
}

export function useRemove(object: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (record: StoredRecord) =>
      whileSaving(remove<void>(recordPath(object, record.id), { headers: etagHeader(record) })),
    // Not awaited: the page of the record asks again, learns that it is gone, and must have left by
    // then.
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['records', object] });
    },
  });
}

export function useRestore(object: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      whileSaving(post<StoredRecord>(`${recordPath(object, id)}/restore`)),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['records', object] }),
  });
}

export const searchEverywhere = (
  text: string,
  options: { objects?: string[]; top?: number; signal?: AbortSignal } = {},
) =>
  get<{ value: SearchHit[] }>(
    `api/v1/search?q=${encodeURIComponent(text)}&top=${options.top ?? 20}${options.objects ? `&objects=${options.objects.join(',')}` : ''}`,
    { signal: options.signal },
  );

// What a link shows: its label, or that it is locked for the reader.
export function linkLabel(record: StoredRecord, field: string): { label: string; locked: boolean } {
  const locked = record[`${field}@clientela.locked`] === true;
  const label = record[`${field}@clientela.label`];
  return { label: typeof label === 'string' ? label : '', locked };
}
