// SPDX-License-Identifier: Apache-2.0
// The generic list of any object: views, sentence, table, footer; a record may stand open beside
// it.
import { useMediaQuery } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { orderOf } from '@/api/odata';
import { useCount, useRecords } from '@/api/records';
import { may, useDefinitions } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { createHref, recordHref, useAddress, useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { currentLanguage } from '@/base/i18n/i18n';
import { IconPlus } from '@/base/icons';
import { iconNamed } from '@/base/ObjectIcon';
import { useShortcut } from '@/base/shortcuts';
import { Empty, Failure, Skeleton } from '@/base/State';
import { announce } from '@/base/toasts';
import { ArrivalsPill } from '@/ui/ArrivalsPill';
import { PageBar } from '@/ui/PageBar';
import { Acts, listActsOf } from '../acts';
import { useArrivals } from '../arrivals';
import { BulkBar } from '../bulk/BulkBar';
import { ConflictDialog } from '../conflict/ConflictDialog';
import { fieldOf, inSentence, manyLabel, manyLinkOf, oneLabel } from '../fields';
import { rememberTrail } from '../trail';
import { SidePanel } from '../page/SidePanel';
import { ExportButton } from './ExportButton';
import { FilterBar } from './FilterBar';
import { Grid } from './Grid';
import { GroupedGrid } from './GroupedGrid';
import { groupFields } from './groups';
import { ListFooter } from './ListFooter';
import { NoMatch } from './NoMatch';
import type { Cell } from './useGridKeys';
import { useListState } from './useListState';
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

const idOf = (record: StoredRecord) => record.id;
const noneIsOwn = () => false;

function List({ object, acts }: { object: ObjectDefinition; acts?: ReactNode }) {
  const { t } = useTranslation();
  const go = useGo();
  const phone = useMediaQuery('(max-width: 700px)', window.innerWidth <= 700) ?? false;
  const state = useListState(object);
  const selection = useSelection();
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<Cell | null>(null);

  const asked = {
    filter: state.filter || undefined,
    search: state.quick || undefined,
    bin: state.bin || undefined,
  };
  const select = useMemo(() => {
    const wanted = new Set([
      'id',
      'version',
      'updated_at',
      'updated_by_id',
      object.title,
      ...state.columns.names,
    ]);
    return [...wanted].filter((name) => fieldOf(object, name) ?? manyLinkOf(object, name));
  }, [object, state.columns.names]);
  const list = useRecords(object.name, {
    ...asked,
    orderby: state.quick ? undefined : orderOf(state.sort),
    select,
  });
  const { data: total } = useCount(object.name, asked, list.data !== undefined);
  const loaded = useMemo(() => list.data?.pages.flatMap((page) => page.value) ?? [], [list.data]);
  const {
    shown: rows,
    waiting,
    reveal,
  } = useArrivals(
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

  const fields = groupFields(object, state.group);
  const grouped = fields.length > 0 && !state.quick && !state.bin;
  const [inGroups, setInGroups] = useState<StoredRecord[]>([]);
  const inSight = grouped ? inGroups : rows;

  const title = manyLabel(object);
  useEffect(() => {
    if (total !== undefined)
      announce(t('list:announceCount', { count: total, things: inSentence(title) }));
  }, [total, title, t]);

  const open = (record: StoredRecord) => go(recordHref(object.name, record.id));
  const beside = useCallback(
    (record: StoredRecord | null) =>
      state.change(
        { side: record && record.id !== state.side ? record.id : undefined },
        { replace: Boolean(state.side) },
      ),
    [state],
  );
  useEffect(
    () =>
      rememberTrail({
        object: object.name,
        ids: inSight.map((row) => row.id),
        total,
        href: location.hash,
        label: (state.view?.name as string | undefined) ?? title,
      }),
    [object.name, inSight, total, state.view, title],
  );

  const creatable = may(object, 'create') && !state.bin;
  useShortcut(
    'c',
    t('list:create', { thing: inSentence(oneLabel(object)) }),
    'list',
    () => go(createHref(object.name)),
    { enabled: creatable },
  );
  const error = list.error instanceof ApiError ? list.error : null;
  const filtered = state.filter !== '' || state.quick !== '';

  return (
    <div className={css.split}>
      <section className={css.list}>
        <PageBar title={title}>
          {acts ?? <Acts of={listActsOf(object.name)} object={object} />}
          {may(object, 'export') && (
            <ExportButton
              wish={{ ...asked, object: object.name, orderby: orderOf(state.sort) }}
              columns={state.columns.names}
            />
          )}
          {creatable && (
            <Button
              kind="filled"
              icon={IconPlus}
              keys="C"
              onClick={() => go(createHref(object.name))}
            >
              {t('list:create', { thing: inSentence(oneLabel(object)) })}
            </Button>
          )}
        </PageBar>
        <ViewTabs object={object} state={state} />
        <FilterBar object={object} state={state} error={error?.status === 400 ? error : null} />
        {error && error.status !== 400 && (
          <Failure
            text={
              error.isOffline
                ? t('records:offline')
                : t('list:failed', { things: inSentence(title) })
            }
            code={error.trace}
            retry={() => void list.refetch()}
          />
        )}
        <ArrivalsPill count={waiting} reveal={reveal} />
        {list.isPending && !error ? (
          <div className={css.fill}>
            <Skeleton rows={14} />
          </div>
        ) : grouped && rows.length > 0 ? (
          <GroupedGrid
            key={state.group}
            object={object}
            columns={state.columns}
            setColumns={state.setColumns}
            sort={state.sort}
            setSort={state.setSort}
            selection={selection}
            open={open}
            beside={beside}
            side={state.side}
            phone={phone}
            active={active}
            setActive={setActive}
            editing={editing}
            setEditing={setEditing}
            fields={fields}
            filter={state.filter}
            orderby={orderOf(state.sort)}
            select={select}
            loaded={setInGroups}
          />
        ) : rows.length > 0 ? (
          <Grid
            object={object}
            columns={state.columns}
            setColumns={state.setColumns}
            rows={rows}
            total={total}
            sort={state.sort}
            setSort={state.setSort}
            more={more}
            selection={selection}
            open={open}
            beside={beside}
            side={state.side}
            phone={phone}
            active={active}
            setActive={setActive}
            editing={editing}
            setEditing={setEditing}
          />
        ) : (
          !error && (
            <div className={css.fill}>
              {state.bin ? (
                <Empty title={t('list:binEmpty')}>
                  <a href="#/bin">{t('list:wholeBin')}</a>
                </Empty>
              ) : filtered ? (
                <NoMatch object={object} state={state} />
              ) : (
                <Empty
                  outlined
                  icon={iconNamed(object.views?.icon)}
                  title={t('list:firstUse', { things: inSentence(title) })}
                >
                  {creatable && (
                    <Button
                      kind="filled"
                      icon={IconPlus}
                      onClick={() => go(createHref(object.name))}
                    >
                      {t('list:create', { thing: inSentence(oneLabel(object)) })}
                    </Button>
                  )}
                  {creatable && <a href="#/import">{t('list:importInstead')}</a>}
                </Empty>
              )}
            </div>
          )
        )}
        <ListFooter
          object={object}
          columns={state.columns.names}
          filter={state.filter}
          searching={state.quick !== '' || state.bin}
          loaded={rows.length}
          complete={!hasNextPage}
          total={total}
        />
        {selection.ids.size > 0 && (
          <BulkBar
            object={object}
            rows={inSight}
            selection={selection}
            query={asked}
            total={total}
          />
        )}
      </section>
      {state.side && !phone && (
        <SidePanel object={object} id={state.side} close={() => beside(null)} />
      )}
      <ConflictDialog />
    </div>
  );
}
