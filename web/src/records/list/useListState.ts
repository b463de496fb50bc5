// SPDX-License-Identifier: Apache-2.0
// The state of a list: what its address says (view, filter, sort, search, bin, side panel) over
// what the view says over the definition; columns are kept per view on this device.
import { useCallback, useMemo, useState } from 'react';
import { useFewRecords } from '@/api/records';
import { idFilter } from '@/api/odata';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { useAddress } from '@/base/address';
import { defaultColumns, fieldOf, manyLinkOf, withTitleFirst } from '../fields';

export interface Columns {
  names: string[];
  widths: Record<string, number>;
}

const kNothing = '-'; // an emptied filter, as opposed to none given

function columnsOfView(view: StoredRecord | undefined): string[] | null {
  let columns = view?.columns as unknown;
  if (typeof columns === 'string') {
    try {
      columns = JSON.parse(columns);
    } catch {
      return null;
    }
  }
  return Array.isArray(columns)
    ? columns.map((column) =>
        typeof column === 'string' ? column : String((column as { name: string }).name),
      )
    : null;
}

function storedColumns(key: string): Columns | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Columns | null;
  } catch {
    return null;
  }
}

export function useListState(object: ObjectDefinition) {
  const { search, change } = useAddress();
  const { data } = useFewRecords('views', {
    filter: idFilter('object', object.name),
    orderby: 'position',
    top: 50,
  });
  const views = useMemo(
    () => (data?.value ?? []).filter((view) => (view.layout ?? 'list') === 'list'),
    [data],
  );
  const view = views.find((candidate) => candidate.id === search.view);

  const viewFilter = (view?.filter as string | null) ?? '';
  const filter = search.filter === kNothing ? '' : (search.filter ?? viewFilter);
  const viewSort =
    (view?.sort as string | null) ||
    object.default_sort ||
    (fieldOf(object, object.title)?.sortable ? object.title : '');
  const sort = search.sort ?? viewSort;

  const key = `clientela.columns.${object.name}.${view?.id ?? 'all'}`;
  const [version, setVersion] = useState(0);
  const columns = useMemo<Columns>(() => {
    void version;
    const stored = storedColumns(key);
    const names = (stored?.names ?? columnsOfView(view) ?? defaultColumns(object)).filter(
      (name) => fieldOf(object, name) ?? manyLinkOf(object, name),
    );
    return { names: withTitleFirst(object, names), widths: stored?.widths ?? {} };
  }, [key, view, object, version]);
  const setColumns = useCallback(
    (next: Columns) => {
      localStorage.setItem(key, JSON.stringify(next));
      setVersion((before) => before + 1);
    },
    [key],
  );

  const setFilter = useCallback(
    (next: string) => change({ filter: next === viewFilter ? undefined : next || kNothing }),
    [change, viewFilter],
  );
  const setSort = useCallback(
    (next: string) => change({ sort: next === viewSort ? undefined : next }),
    [change, viewSort],
  );
  const columnsChanged =
    view !== undefined &&
    storedColumns(key) !== null &&
    JSON.stringify(columnsOfView(view)) !== JSON.stringify(columns.names);
  const changed = view
    ? filter !== viewFilter || (search.sort !== undefined && sort !== viewSort) || columnsChanged
    : filter !== '';

  return {
    views,
    view,
    filter,
    sort,
    columns,
    changed,
    setFilter,
    setSort,
    setColumns,
    change,
    quick: search.q ?? '',
    bin: search.bin === '1',
    side: search.side,
  };
}

export type ListState = ReturnType<typeof useListState>;
