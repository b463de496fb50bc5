// SPDX-License-Identifier: Apache-2.0
// The state of a list: what its address says (view, filter, sort, search, bin, side panel) over
// what the view says over the definition; columns are kept per view on this device.
import { useCallback, useMemo, useState } from 'react';
import { useFewRecords } from '@/api/records';
import { idFilter } from '@/api/odata';
import type { ObjectDefinition } from '@/api/types';
import { useAddress } from '@/base/address';
import { useMe } from '@/api/session';
import { defaultColumns, fieldOf } from '../fields';
import {
  columnsFrom,
  columnsToKeep,
  firstView,
  isReadable,
  knownColumns,
  type Columns,
} from './views';

export type { Columns } from './views';

export const kNothing = '-'; // emptied (filter, grouping) or none (view), as opposed to not given

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
    () =>
      (data?.value ?? []).filter(
        (view) => (view.layout ?? 'list') === 'list' && isReadable(object, view),
      ),
    [data, object],
  );
  const me = useMe();
  const bin = search.bin === '1';
  const named = object.views?.default_view;
  // What somebody chose for themselves, or else what the layout names.
  const first = useMemo(
    () => firstView(views, me) ?? views.find((candidate) => candidate.id === named),
    [views, me, named],
  );
  const isPlain = !search.view && search.filter === undefined && !bin;
  const view =
    views.find((candidate) => candidate.id === search.view) ?? (isPlain ? first : undefined);

  const viewFilter = (view?.filter as string | null) ?? '';
  const filter = search.filter === kNothing ? '' : (search.filter ?? viewFilter);
  const viewSort =
    (view?.sort as string | null) ||
    object.default_sort ||
    (fieldOf(object, object.title)?.sortable ? object.title : '');
  const sort = search.sort ?? (bin ? '-deleted_at' : viewSort);
  const viewGroup = (view?.grouping as string | null) ?? '';
  const group = search.group === kNothing ? '' : (search.group ?? viewGroup);

  const key = `clientela.columns.${object.name}.${view?.id ?? 'all'}`;
  const [version, setVersion] = useState(0);
  const columns = useMemo<Columns>(() => {
    void version;
    if (bin)
      return knownColumns(object, {
        names: [object.title, 'updated_by_id', 'deleted_at', ...defaultColumns(object)].filter(
          (name, index, all) => all.indexOf(name) === index,
        ),
        widths: {},
        pinned: 1,
      });
    const kept = storedColumns(key) ?? columnsFrom(view?.columns);
    return knownColumns(object, {
      names: kept?.names ?? defaultColumns(object),
      widths: kept?.widths ?? {},
      pinned: kept?.pinned ?? 1,
    });
  }, [bin, key, view, object, version]);
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
  const setGroup = useCallback(
    (next: string) => change({ group: next === viewGroup ? undefined : next || kNothing }),
    [change, viewGroup],
  );
  const saved = view && columnsFrom(view.columns);
  const columnsChanged =
    view !== undefined &&
    storedColumns(key) !== null &&
    JSON.stringify(saved && columnsToKeep(knownColumns(object, saved))) !==
      JSON.stringify(columnsToKeep(columns));
  const changed = view
    ? filter !== viewFilter ||
      (search.sort !== undefined && sort !== viewSort) ||
      group !== viewGroup ||
      columnsChanged
    : filter !== '' || group !== '';

  return {
    views,
    view,
    filter,
    sort,
    group,
    columns,
    changed,
    setFilter,
    setSort,
    setColumns,
    setGroup,
    hasFirst: first !== undefined,
    forgetColumns: () => {
      localStorage.removeItem(key);
      setVersion((before) => before + 1);
    },
    change,
    quick: search.q ?? '',
    bin,
    side: search.side,
  };
}

export type ListState = ReturnType<typeof useListState>;
