// SPDX-License-Identifier: Apache-2.0
// The table in groups: a head per value with its count and subtotals under their columns; groups
// are read when they are opened. Virtual lines, an ARIA treegrid with one active cell.
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { Failure, Skeleton } from '@/base/State';
import type { FieldDefinition, StoredRecord } from '@/api/types';
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

export function GroupedGrid({
  fields,
  filter,
  orderby,
  select,
  loaded,
  ...grid
}: GroupedGridProps) {
  const { object, columns, selection, active } = grid;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const money = useMemo(
    () =>
      columns.names.filter((name) => fieldOf(object, name)?.type === 'money').slice(0, kMostSums),
    [columns.names, object],
  );
  const groups = useGroups(object, fields, money, filter, { orderby, select });
  const { lines, more } = groups;
  const shown = useGridColumns(object, columns, grid.setColumns);
  const virtual = useLines(scroller, grid.phone, lines.length, lines);
  const items = virtual.getVirtualItems();
  const rows = useRowsAmong(lines);
  useEffect(() => loaded(rows), [loaded, rows]);
  const wanted = items
    .map((item) => lines[item.index])
    .find((line) => line?.kind === 'more' && line.next);
  const next = wanted?.kind === 'more' ? wanted.next : null;
  useEffect(() => {
    if (next) void more(next);
  });

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
      {items.map((item) => {
        const line = lines[item.index]!;
        if (line.kind === 'group')
          return (
            <GroupRow
              key={line.key}
              line={line}
              index={item.index}
              top={item.start}
              template={shown.template}
              columns={columns.names}
              phone={grid.phone}
              active={active.row === item.index}
              fold={() => {
                grid.setActive({ row: item.index, column: 0 });
                groups.fold(line.key, !line.open);
              }}
            />
          );
        if (line.kind === 'more') return <Waiting key={line.key} top={item.start} />;
        const { record } = line;
        return (
          <RecordLine
            key={line.key}
            grid={grid}
            shown={shown}
            scroller={scroller}
            record={record}
            index={item.index}
            top={item.start}
            level={line.level}
            toggle={(event) => selection.toggle(rows, rows.indexOf(record), event.shiftKey)}
          />
        );
      })}
    </GridFrame>
  );
}
