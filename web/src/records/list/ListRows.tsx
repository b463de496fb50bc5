// SPDX-License-Identifier: Apache-2.0
// The middle of the list: its rows, plain or in groups, or why there are none.
import { useTranslation } from 'react-i18next';
import { may } from '@/api/session';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { iconNamed } from '@/base/ObjectIcon';
import { Empty, Skeleton } from '@/base/State';
import { inSentence, manyLabel } from '../fields';
import { CreateButton } from './CreateButton';
import { Grid } from './Grid';
import type { GridProps } from './GridFrame';
import { GroupedGrid } from './GroupedGrid';
import { NoMatch } from './NoMatch';
import type { ListRecords } from './useListRecords';
import type { ListState } from './useListState';
import css from './ListPage.module.css';

function FirstUse({ object }: { object: ObjectDefinition }) {
  const { t } = useTranslation();
  const creatable = may(object, 'create');
  return (
    <Empty
      outlined
      icon={iconNamed(object.views?.icon)}
      title={t('list:firstUse', { things: inSentence(manyLabel(object)) })}
    >
      {creatable && <CreateButton object={object} />}
      {creatable && <a href="#/import">{t('list:importInstead')}</a>}
    </Empty>
  );
}

function NoRows({ object, state }: { object: ObjectDefinition; state: ListState }) {
  const { t } = useTranslation();
  if (state.bin)
    return (
      <Empty title={t('list:binEmpty')}>
        <a href="#/bin">{t('list:wholeBin')}</a>
      </Empty>
    );
  const filtered = state.filter !== '' || state.quick !== '';
  return filtered ? <NoMatch object={object} state={state} /> : <FirstUse object={object} />;
}

interface ListRowsProps {
  state: ListState;
  records: ListRecords;
  grid: GridProps;
  groupedBy: FieldDefinition[];
  loadedInGroups: (rows: StoredRecord[]) => void;
}

export function ListRows({ state, records, grid, groupedBy, loadedInGroups }: ListRowsProps) {
  const { rows, total, error } = records;
  if (records.pending && !error)
    return (
      <div className={css.fill}>
        <Skeleton rows={14} />
      </div>
    );
  if (rows.length === 0)
    return error ? null : (
      <div className={css.fill}>
        <NoRows object={grid.object} state={state} />
      </div>
    );
  if (groupedBy.length === 0)
    return <Grid {...grid} rows={rows} total={total} more={records.more} />;
  return (
    <GroupedGrid
      key={state.group}
      {...grid}
      fields={groupedBy}
      filter={state.filter}
      orderby={records.orderby}
      select={records.select}
      loaded={loadedInGroups}
    />
  );
}
