// SPDX-License-Identifier: Apache-2.0
// What a list asks the server for and what has come of it: its rows page by page, how many there
// are in all, and what arrived meanwhile.
import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { orderOf } from '@/api/odata';
import { useCount, useRecords } from '@/api/records';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { announce } from '@/base/toasts';
import { useArrivals } from '../arrivals';
import { fieldOf, inSentence, manyLabel, manyLinkOf } from '../fields';
import type { ListState } from './useListState';

const idOf = (record: StoredRecord) => record.id;
const noneIsOwn = () => false;

// The fields to read: the columns, and what every row needs.
function useSelect(object: ObjectDefinition, columns: string[]) {
  return useMemo(() => {
    const wanted = new Set([
      'id',
      'version',
      'updated_at',
      'updated_by_id',
      object.title,
      ...columns,
    ]);
    return [...wanted].filter((name) => fieldOf(object, name) ?? manyLinkOf(object, name));
  }, [object, columns]);
}

export function useListRecords(object: ObjectDefinition, state: ListState) {
  const { t } = useTranslation();
  const asked = {
    filter: state.filter || undefined,
    search: state.quick || undefined,
    bin: state.bin || undefined,
  };
  const orderby = orderOf(state.sort);
  const select = useSelect(object, state.columns.names);
  const list = useRecords(object.name, {
    ...asked,
    orderby: state.quick ? undefined : orderby,
    select,
  });
  const { data: total } = useCount(object.name, asked, list.data !== undefined);
  const loaded = useMemo(() => list.data?.pages.flatMap((page) => page.value) ?? [], [list.data]);
  const { shown, waiting, reveal } = useArrivals(
    loaded,
    idOf,
    noneIsOwn,
    JSON.stringify([asked, state.sort]),
    !list.isPlaceholderData,
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const title = manyLabel(object);
  useEffect(() => {
    if (total !== undefined)
      announce(t('list:announceCount', { count: total, things: inSentence(title) }));
  }, [total, title, t]);

  return {
    asked,
    select,
    orderby,
    rows: shown,
    total,
    waiting,
    reveal,
    more,
    complete: !hasNextPage,
    pending: list.isPending,
    error: list.error instanceof ApiError ? list.error : null,
    retry: list.refetch,
  };
}

export type ListRecords = ReturnType<typeof useListRecords>;
