// SPDX-License-Identifier: Apache-2.0
// The table in groups: a head per value with its count and subtotals under their columns; groups
// are read when they are opened. Virtual lines, an ARIA treegrid with one active cell.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { Failure, Skeleton } from '@/base/State';
import type { FieldDefinition, StoredRecord } from '@/api/types';
import { fieldOf, inSentence, manyLabel } from '../fields';
import type { GridProps } from './Grid';
import { GridHead } from './GridHead';
import { GridRow } from './GridRow';
import { GroupRow } from './GroupRow';
import { PhoneRow } from './PhoneRow';
import { useGridColumns } from './useGridColumns';
import { useGroupKeys } from './useGroupKeys';
import { useGroups } from './useGroups';
import css from './Grid.module.css';

export interface GroupedGridProps extends Omit<GridProps, 'rows' | 'more' | 'total'> {
  fields: FieldDefinition[];
  filter: string;
  orderby: string | undefined;
  select: string[];
  loaded: (rows: StoredRecord[]) => void;
}

const kMostSums = 3;

export function GroupedGrid(props: GroupedGridProps) {
  const { object, columns, setColumns, sort, setSort, selection, open, beside, side, phone } =
    props;
  const { active, setActive, editing, setEditing, fields, filter, orderby, select, loaded } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const money = useMemo(
    () =>
      columns.names.filter((name) => fieldOf(object, name)?.type === 'money').slice(0, kMostSums),
    [columns.names, object],
  );
  const groups = useGroups(object, fields, money, filter, { orderby, select });
  const { lines, more } = groups;
  const shown = useGridColumns(object, columns, setColumns);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (phone && lines[index]?.kind === 'row' ? 68 : 40),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 12,
    scrollPaddingStart: phone ? 0 : 36,
    scrollPaddingEnd: 8,
  });
  const items = virtual.getVirtualItems();
  const signature = lines
    .map((line) => (line.kind === 'row' ? `${line.key} ${line.record['@odata.etag']}` : ''))
    .join('|');
  const rows = useMemo(
    () => lines.flatMap((line) => (line.kind === 'row' ? [line.record] : [])),
    // A new array only when other rows stand there.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [signature],
  );
  useEffect(() => loaded(rows), [loaded, rows]);
  const wanted = items
    .map((item) => lines[item.index])
    .find((line) => line?.kind === 'more' && line.next);
  const next = wanted?.kind === 'more' ? wanted.next : null;
  useEffect(() => {
    if (next) void more(next);
  });

  const onKeyDown = useGroupKeys({
    lines,
    rows,
    columns: columns.names.length,
    active,
    setActive,
    editing,
    setEditing,
    selection,
    fold: groups.fold,
    open,
    beside,
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
    <div
      ref={scroller}
      className={css.grid}
      role="treegrid"
      tabIndex={0}
      aria-label={manyLabel(object)}
      aria-rowcount={lines.length + 1}
      aria-colcount={columns.names.length + 1}
      aria-multiselectable
      aria-activedescendant={
        phone || !current
          ? undefined
          : `cell-${active.row}-${current.kind === 'row' ? active.column : 0}`
      }
      onKeyDown={onKeyDown}
      data-phone={phone || undefined}
    >
      {!phone && (
        <GridHead
          object={object}
          headers={shown.headers}
          template={shown.template}
          lefts={shown.lefts}
          sort={sort}
          setSort={setSort}
          columns={columns}
          setColumns={setColumns}
          all={rows.length > 0 && selection.ids.size >= rows.length}
          some={selection.ids.size > 0}
          toggleAll={() => selection.toggleAll(rows)}
        />
      )}
      <div role="rowgroup" className={css.body} style={{ height: virtual.getTotalSize() }}>
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
                phone={phone}
                active={active.row === item.index}
                fold={() => {
                  setActive({ row: item.index, column: 0 });
                  groups.fold(line.key, !line.open);
                }}
              />
            );
          if (line.kind === 'more')
            return (
              <div
                key={line.key}
                role="row"
                className={css.waiting}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <div role="gridcell">{t('base:loading')}…</div>
              </div>
            );
          const { record } = line;
          const shared = {
            object,
            record,
            index: item.index,
            top: item.start,
            level: line.level,
            selected: selection.ids.has(record.id),
            beside: side === record.id,
          };
          return phone ? (
            <PhoneRow key={line.key} {...shared} columns={columns.names} />
          ) : (
            <GridRow
              key={line.key}
              {...shared}
              template={shown.template}
              lefts={shown.lefts}
              columns={columns.names}
              activeColumn={active.row === item.index ? active.column : -1}
              editing={editing?.row === item.index ? editing.column : -1}
              toggle={(event) => selection.toggle(rows, rows.indexOf(record), event.shiftKey)}
              focusCell={(column) => setActive({ row: item.index, column })}
              edit={(column) => setEditing(column === null ? null : { row: item.index, column })}
              openBeside={() => beside(record)}
              returnFocus={() => scroller.current?.focus()}
            />
          );
        })}
      </div>
    </div>
  );
}
