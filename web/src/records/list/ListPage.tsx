// SPDX-License-Identifier: Apache-2.0
// The generic list of any object: views, sentence, table, footer; a record may stand open beside
// it.
import { useMediaQuery } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useDefinitions } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { createHref, recordHref, useAddress, useGo } from '@/base/address';
import { currentLanguage } from '@/base/i18n/i18n';
import { useShortcut } from '@/base/shortcuts';
import { Empty, Failure, Skeleton } from '@/base/State';
import { ArrivalsPill } from '@/ui/ArrivalsPill';
import { PageBar } from '@/ui/PageBar';
import { Acts, listActsOf } from '../acts';
import { BulkBar } from '../bulk/BulkBar';
import { ConflictDialog } from '../conflict/ConflictDialog';
import { inSentence, manyLabel, oneLabel } from '../fields';
import { SidePanel } from '../page/SidePanel';
import { rememberTrail } from '../trail';
import { CreateButton } from './CreateButton';
import { ExportButton } from './ExportButton';
import { FilterBar } from './FilterBar';
import type { GridProps } from './GridFrame';
import { groupFields } from './groups';
import { ListFooter } from './ListFooter';
import { ListRows } from './ListRows';
import type { Cell } from './useGridKeys';
import { useListRecords, type ListRecords } from './useListRecords';
import { useListState, type ListState } from './useListState';
import { useSelection } from './useSelection';
import { ViewTabs } from './ViewTabs';
import css from './ListPage.module.css';

// `object` where the address does not name it; `acts` stand in the bar before the page's own.
export function ListPage({ object: given, acts }: { object?: string; acts?: ReactNode }) {
  const { t } = useTranslation();
  const params = useParams({ strict: false }) as { object: string };
  const name = given ?? params.object;
  const { objects, ready, error } = useDefinitions();
  const object = objects.get(name);
  const { path } = useAddress();
  // The address changes a moment before the page does: what it asks for is not this list's.
  if (!path.startsWith(`/${name}`)) return <Skeleton rows={14} />;
  if (error && !ready) return <Failure text={error.message || t('shell:noServer')} />;
  if (!ready) return <Skeleton rows={14} />;
  if (!object)
    return (
      <Empty title={t('shell:notFound')}>
        <a href="#/">{t('shell:goHome')}</a>
      </Empty>
    );
  return <List key={`${name} ${currentLanguage()}`} object={object} acts={acts} />;
}

function ListBar({
  object,
  state,
  records,
  creatable,
  acts,
}: {
  object: ObjectDefinition;
  state: ListState;
  records: ListRecords;
  creatable: boolean;
  acts?: ReactNode;
}) {
  return (
    <PageBar title={manyLabel(object)}>
      {acts ?? <Acts of={listActsOf(object.name)} object={object} />}
      {may(object, 'export') && (
        <ExportButton
          wish={{ ...records.asked, object: object.name, orderby: records.orderby }}
          columns={state.columns.names}
        />
      )}
      {creatable && <CreateButton object={object} keys="C" />}
    </PageBar>
  );
}

function useCreateKey(object: ObjectDefinition, enabled: boolean) {
  const { t } = useTranslation();
  const go = useGo();
  const label = t('list:create', { thing: inSentence(oneLabel(object)) });
  useShortcut('c', label, 'list', () => go(createHref(object.name)), { enabled });
}

// Why the list could not be read; a fault in the filter is told beside the filter.
function ListFailure({ object, records }: { object: ObjectDefinition; records: ListRecords }) {
  const { t } = useTranslation();
  const { error } = records;
  if (!error || error.status === 400) return null;
  const things = inSentence(manyLabel(object));
  return (
    <Failure
      text={error.isOffline ? t('records:offline') : t('list:failed', { things })}
      code={error.trace}
      retry={() => void records.retry()}
    />
  );
}

// The way through the rows from one record's page to the next.
function useTrail(
  object: ObjectDefinition,
  rows: StoredRecord[],
  total: number | undefined,
  label: string,
) {
  useEffect(
    () =>
      rememberTrail({
        object: object.name,
        ids: rows.map((row) => row.id),
        total,
        href: location.hash,
        label,
      }),
    [object.name, rows, total, label],
  );
}

// Where one works in the table, whether it stands plain or in groups.
function useListGrid(object: ObjectDefinition, state: ListState): GridProps {
  const go = useGo();
  const phone = useMediaQuery('(max-width: 700px)', window.innerWidth <= 700) ?? false;
  const selection = useSelection();
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<Cell | null>(null);
  const { columns, setColumns, sort, setSort, side } = state;
  return {
    object,
    columns,
    setColumns,
    sort,
    setSort,
    selection,
    open: (record) => go(recordHref(object.name, record.id)),
    beside: ({ id }) =>
      state.change({ side: id === side ? undefined : id }, { replace: Boolean(side) }),
    side,
    phone,
    active,
    setActive,
    editing,
    setEditing,
  };
}

function List({ object, acts }: { object: ObjectDefinition; acts?: ReactNode }) {
  const state = useListState(object);
  const grid = useListGrid(object, state);
  const records = useListRecords(object, state);
  const { asked, rows, total, error } = records;
  // A search and the bin show plain rows.
  const groupedBy = state.quick || state.bin ? [] : groupFields(object, state.group);
  const [inGroups, setInGroups] = useState<StoredRecord[]>([]);
  const inSight = groupedBy.length > 0 ? inGroups : rows;
  const viewName = state.view?.name as string | undefined;
  useTrail(object, inSight, total, viewName ?? manyLabel(object));
  const creatable = may(object, 'create') && !state.bin;
  useCreateKey(object, creatable);

  return (
    <div className={css.split}>
      <section className={css.list}>
        <ListBar
          object={object}
          state={state}
          records={records}
          creatable={creatable}
          acts={acts}
        />
        <ViewTabs object={object} state={state} />
        <FilterBar object={object} state={state} error={error?.status === 400 ? error : null} />
        <ListFailure object={object} records={records} />
        <ArrivalsPill count={records.waiting} reveal={records.reveal} />
        <ListRows
          state={state}
          records={records}
          grid={grid}
          groupedBy={groupedBy}
          loadedInGroups={setInGroups}
        />
        <ListFooter
          object={object}
          columns={state.columns.names}
          filter={state.filter}
          searching={state.quick !== '' || state.bin}
          loaded={rows.length}
          complete={records.complete}
          total={total}
        />
        {grid.selection.ids.size > 0 && (
          <BulkBar
            object={object}
            rows={inSight}
            selection={grid.selection}
            query={asked}
            total={total}
          />
        )}
      </section>
      {state.side && !grid.phone && (
        <SidePanel
          object={object}
          id={state.side}
          close={() => state.change({ side: undefined }, { replace: true })}
        />
      )}
      <ConflictDialog />
    </div>
  );
}
