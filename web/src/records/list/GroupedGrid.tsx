// SPDX-License-Identifier: Apache-2.0
// The table in groups: a head per value with its count and subtotals under their columns; groups
// are read when they are opened. Virtual lines, an ARIA treegrid with one active cell.
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { Failure, Skeleton } from '@/base/State';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { fieldOf, inSentence, manyLabel } from '../fields';
import { GridFrame, RecordLine, useLines, type GridProps } from './GridFrame';
import { GroupRow } from './GroupRow';
import { useGridColumns } from './useGridColumns';
import { useGridKeys } from './useGridKeys';
import { useGroups, type Line } from './useGroups';
import css from './Grid.module.css';

export interface GroupedGridProps extends GridProps {
  fields: FieldDefinition[];
  filter: string;
  orderby: string | undefined;
  select: string[];
  loaded: (rows: StoredRecord[]) => void;
}

const kMostSums = 3;

// The columns whose subtotals the heads show.
const useMoney = (object: ObjectDefinition, names: string[]) =>
  useMemo(
    () => names.filter((name) => fieldOf(object, name)?.type === 'money').slice(0, kMostSums),
    [names, object],
  );

// The records among the lines: a new array only when other rows stand there.
function useRowsAmong(lines: Line[]) {
  const signature = lines
    .map((line) => (line.kind === 'row' ? `${line.key} ${line.record['@odata.etag']}` : ''))
    .join('|');
  return useMemo(
    () => lines.flatMap((line) => (line.kind === 'row' ? [line.record] : [])),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [signature],
  );
}

function Waiting({ top }: { top: number }) {
  const { t } = useTranslation();
  return (
    <div role="row" className={css.waiting} style={{ transform: `translateY(${top}px)` }}>
      <div role="gridcell">{t('base:loading')}…</div>
    </div>
  );
}

type Groups = ReturnType<typeof useGroups>;
type Places = ReturnType<ReturnType<typeof useLines>['getVirtualItems']>;

// The next page of a group is read as soon as its end comes into sight.
function useNextPage({ lines, more }: Groups, places: Places) {
  const end = places
    .map((place) => lines[place.index])
    .find((line) => line?.kind === 'more' && line.next);
  const next = end?.kind === 'more' ? end.next : null;
  useEffect(() => {
    if (next) void more(next);
  });
}

interface GroupedLineProps {
  grid: GridProps;
  shown: ReturnType<typeof useGridColumns>;
  scroller: RefObject<HTMLDivElement | null>;
  groups: Groups;
  rows: StoredRecord[];
  index: number;
  top: number;
}

function GroupedLine(props: GroupedLineProps) {
  const { grid, shown, scroller, groups, rows, index, top } = props;
  const line = groups.lines[index]!;
  if (line.kind === 'more') return <Waiting top={top} />;
  if (line.kind === 'group')
    return (
      <GroupRow
        line={line}
        index={index}
        top={top}
        template={shown.template}
        columns={grid.columns.names}
        phone={grid.phone}
        active={grid.active.row === index}
        fold={() => {
          grid.setActive({ row: index, column: 0 });
          groups.fold(line.key, !line.open);
        }}
      />
    );
  const { record, level } = line;
  return (
    <RecordLine
      grid={grid}
      shown={shown}
      scroller={scroller}
      record={record}
      index={index}
      top={top}
      level={level}
      toggle={(event) => grid.selection.toggle(rows, rows.indexOf(record), event.shiftKey)}
    />
  );
}

export function GroupedGrid(props: GroupedGridProps) {
  const { fields, filter, orderby, select, loaded, ...grid } = props;
  const { object, columns, active } = grid;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const money = useMoney(object, columns.names);
  const groups = useGroups(object, fields, money, filter, { orderby, select });
  const { lines } = groups;
  const shown = useGridColumns(object, columns, grid.setColumns);
  const virtual = useLines(scroller, grid.phone, lines.length, lines);
  const items = virtual.getVirtualItems();
  const rows = useRowsAmong(lines);
  useEffect(() => loaded(rows), [loaded, rows]);
  useNextPage(groups, items);

  const onKeyDown = useGridKeys({
    ...grid,
    rows,
    grouped: groups,
    columns: columns.names.length,
    show: (line) => virtual.scrollToIndex(line),
    showColumn: (column) => shown.show(scroller.current, column),
    grid: scroller,
  });
  if (groups.error)
    return (
      <Failure
        text={t('list:failed', { things: inSentence(manyLabel(object)) })}
        code={groups.error instanceof ApiError ? groups.error.trace : undefined}
        retry={() => void groups.retry()}
      />
    );
  if (groups.pending) return <Skeleton rows={8} />;
  const current = lines[active.row];
  return (
    <GridFrame
      grid={grid}
      shown={shown}
      scroller={scroller}
      role="treegrid"
      rows={rows}
      rowCount={lines.length + 1}
      height={virtual.getTotalSize()}
      activeCell={current && `cell-${active.row}-${current.kind === 'row' ? active.column : 0}`}
      onKeyDown={onKeyDown}
    >
      {items.map(({ index, start }) => (
        <GroupedLine
          key={lines[index]!.key}
          {...{ grid, shown, scroller, groups, rows, index }}
          top={start}
        />
      ))}
    </GridFrame>
  );
}
