// SPDX-License-Identifier: Apache-2.0
// The table: virtual rows under one sticky head, the name frozen at the left, as an ARIA grid whose
// focus is one cell (aria-activedescendant, so that it survives rows leaving the screen).
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { manyLabel } from '../fields';
import { GridHead } from './GridHead';
import { GridRow } from './GridRow';
import { PhoneRow } from './PhoneRow';
import { useGridColumns } from './useGridColumns';
import { useGridKeys, type Cell } from './useGridKeys';
import type { Columns } from './useListState';
import type { Selection } from './useSelection';
import css from './Grid.module.css';

export interface GridProps {
  object: ObjectDefinition;
  columns: Columns;
  setColumns: (columns: Columns) => void;
  rows: StoredRecord[];
  total: number | undefined;
  sort: string;
  setSort: (sort: string) => void;
  more: () => void;
  selection: Selection;
  open: (record: StoredRecord) => void;
  beside: (record: StoredRecord) => void;
  side: string | undefined;
  phone: boolean;
  active: Cell;
  setActive: (cell: Cell) => void;
  editing: Cell | null;
  setEditing: (cell: Cell | null) => void;
}

export function Grid(props: GridProps) {
  const {
    object,
    columns,
    setColumns,
    rows,
    total,
    sort,
    setSort,
    more,
    selection,
    open,
    beside,
    side,
    phone,
    active,
    setActive,
    editing,
    setEditing,
  } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const height = phone ? 68 : 40;
  const shown = useGridColumns(object, columns, setColumns);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    scrollPaddingStart: phone ? 0 : 36,
    scrollPaddingEnd: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 30) more();
  }, [last, rows.length, more]);

  const onKeyDown = useGridKeys({
    rows,
    columns: columns.names,
    active,
    setActive,
    editing,
    setEditing,
    selection,
    open,
    beside,
    show: (row) => virtual.scrollToIndex(row),
    showColumn: (column) => shown.show(scroller.current, column),
    grid: scroller,
  });

  const activeId = rows[active.row] ? `cell-${active.row}-${active.column}` : undefined;
  return (
    <div
      ref={scroller}
      className={css.grid}
      role="grid"
      tabIndex={0}
      aria-label={manyLabel(object)}
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-colcount={columns.names.length + 1}
      aria-multiselectable
      aria-activedescendant={phone ? undefined : activeId}
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
          const record = rows[item.index]!;
          const shared = {
            object,
            record,
            index: item.index,
            top: item.start,
            selected: selection.whole || selection.ids.has(record.id),
            beside: side === record.id,
          };
          return phone ? (
            <PhoneRow key={record.id} {...shared} columns={columns.names} />
          ) : (
            <GridRow
              key={record.id}
              {...shared}
              template={shown.template}
              lefts={shown.lefts}
              columns={columns.names}
              activeColumn={active.row === item.index ? active.column : -1}
              editing={editing?.row === item.index ? editing.column : -1}
              toggle={(event) => selection.toggle(rows, item.index, event.shiftKey)}
              focusCell={(column) => setActive({ row: item.index, column })}
              edit={(column) => setEditing(column === null ? null : { row: item.index, column })}
              openBeside={() => beside(record)}
              returnFocus={() => scroller.current?.focus()}
            />
          );
        })}
      </div>
      <span className="hidden-text" id="grid-help">
        {t('list:gridHelp')}
      </span>
    </div>
  );
}
