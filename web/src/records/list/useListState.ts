// SPDX-License-Identifier: Apache-2.0
// The state of a list: what its address says (view, filter, sort, search, bin, side panel) over
// what the view says over the definition; columns are kept per view on this device.
import { useCallback, useMemo, useState } from 'react';
import { ApiError } from '@/api/client';
import { useFewRecords, useRecord } from '@/api/records';
import { idFilter } from '@/api/odata';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
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

export interface LostView {
  why: 'gone' | 'hidden'; // not there for this reader, or over a field that the role hides
  name?: string;
}

// The views of an object that its reader can work with, and the one that an address names, which
// may stand behind the first fifty or not be theirs.
function useViews(object: ObjectDefinition, id: string | undefined) {
  const { data } = useFewRecords('views', {
    filter: idFilter('object', object.name),
    orderby: 'position',
    top: 50,
  });
  const suits = useCallback(
    (view: StoredRecord) => (view.layout ?? 'list') === 'list' && isReadable(object, view),
    [object],
  );
  const views = useMemo(() => (data?.value ?? []).filter(suits), [data, suits]);
  const listed = views.find((view) => view.id === id);
  const wanted = id !== kNothing && data && !listed ? id : undefined;
  const { data: other, error } = useRecord('views', wanted);
  const found = wanted && other?.object === object.name ? other : undefined;
  const isAway = error instanceof ApiError && [400, 404].includes(error.status);
  const lost: LostView | undefined =
    wanted && (isAway || (other && !found))
      ? { why: 'gone' }
      : found && !isReadable(object, found)
        ? { why: 'hidden', name: String(found.name) }
        : undefined;
  return { views, named: listed ?? (found && suits(found) ? found : undefined), lost };
}

// The columns of a view as they stand on this device, or else as the view or the definition has
// them; the bin has its own.
function useColumns(object: ObjectDefinition, view: StoredRecord | undefined, bin: boolean) {
  const key = `clientela.columns.${object.name}.${view?.id ?? 'all'}`;
  const [version, setVersion] = useState(0);
  const columns = useMemo<Columns>(() => {
    void version;
    if (bin)
      return knownColumns(object, {
        names: [
          ...new Set([object.title, 'updated_by_id', 'deleted_at', ...defaultColumns(object)]),
        ],
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
  const forgetColumns = () => {
    localStorage.removeItem(key);
    setVersion((before) => before + 1);
  };
  const saved = view && columnsFrom(view.columns);
  const changed =
    view !== undefined &&
    storedColumns(key) !== null &&
    JSON.stringify(saved && columnsToKeep(knownColumns(object, saved))) !==
      JSON.stringify(columnsToKeep(columns));
  return { columns, setColumns, forgetColumns, changed };
}

// Filter, order and grouping: what the address says over what the view says.
function useAsked(object: ObjectDefinition, view: StoredRecord | undefined, bin: boolean) {
  const { search, change } = useAddress();
  const viewFilter = (view?.filter as string | null) ?? '';
  const filter = search.filter === kNothing ? '' : (search.filter ?? viewFilter);
  const viewSort =
    (view?.sort as string | null) ||
    object.default_sort ||
    (fieldOf(object, object.title)?.sortable ? object.title : '');
  const sort = search.sort ?? (bin ? '-deleted_at' : viewSort);
  const viewGroup = (view?.grouping as string | null) ?? '';
  const group = search.group === kNothing ? '' : (search.group ?? viewGroup);

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
  const changed = view
    ? filter !== viewFilter ||
      (search.sort !== undefined && sort !== viewSort) ||
      group !== viewGroup
    : filter !== '' || group !== '';
  return { filter, sort, group, setFilter, setSort, setGroup, changed };
}

export function useListState(object: ObjectDefinition) {
  const { search, change } = useAddress();
  const { views, named: linked, lost } = useViews(object, search.view);
  const me = useMe();
  const bin = search.bin === '1';
  const named = object.views?.default_view;
  // What somebody chose for themselves, or else what the layout names.
  const first = useMemo(
    () => firstView(views, me) ?? views.find((candidate) => candidate.id === named),
    [views, me, named],
  );
  const isPlain = !search.view && search.filter === undefined && !bin;
  const view = linked ?? (isPlain ? first : undefined);
  const asked = useAsked(object, view, bin);
  const columns = useColumns(object, view, bin);
  return {
    ...asked,
    ...columns,
    changed: asked.changed || columns.changed,
    views,
    view,
    lost,
    hasFirst: first !== undefined,
    change,
    quick: search.q ?? '',
    bin,
    side: search.side,
  };
}

export type ListState = ReturnType<typeof useListState>;
