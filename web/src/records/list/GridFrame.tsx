// SPDX-License-Identifier: Apache-2.0
// What the plain and the grouped table have in common: the scrolling frame whose focus is one cell
// (aria-activedescendant, so that it survives rows leaving the screen), its sticky head, and a line
// of a record, wide or as a row of the phone.
import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { manyLabel } from '../fields';
import { GridHead } from './GridHead';
import { GridRow } from './GridRow';
import { PhoneRow } from './PhoneRow';
import type { useGridColumns } from './useGridColumns';
import type { Cell } from './useGridKeys';
import type { Line } from './useGroups';
import type { Columns } from './useListState';
import type { Selection } from './useSelection';
import css from './Grid.module.css';

export interface GridProps {
  object: ObjectDefinition;
  columns: Columns;
  setColumns: (columns: Columns) => void;
  sort: string;
  setSort: (sort: string) => void;
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

type GridColumns = ReturnType<typeof useGridColumns>;

const kLine = 40;
const kPhoneRow = 68;

// Only the lines in sight are built. `lines`, where heads of groups stand among the rows.
export function useLines(
  scroller: RefObject<HTMLDivElement | null>,
  phone: boolean,
  count: number,
  lines?: Line[],
) {
  const isRow = (index: number) => !lines || lines[index]?.kind === 'row';
  return useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (phone && isRow(index) ? kPhoneRow : kLine),
    getItemKey: lines ? (index) => lines[index]?.key ?? index : undefined,
    overscan: 12,
    scrollPaddingStart: phone ? 0 : 36,
    scrollPaddingEnd: 8,
  });
}

interface GridFrameProps {
  grid: GridProps;
  shown: GridColumns;
  scroller: RefObject<HTMLDivElement | null>;
  role: 'grid' | 'treegrid';
  rows: StoredRecord[]; // those that are loaded
  rowCount: number; // with the head; -1 while nobody knows
  height: number;
  activeCell: string | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ReactNode;
}

export function GridFrame(props: GridFrameProps) {
  const { grid, shown, scroller, role, rows, rowCount, height, activeCell } = props;
  const { object, columns, selection, phone } = grid;
  return (
    <div
      ref={scroller}
      className={css.grid}
      role={role}
      tabIndex={0}
      aria-label={manyLabel(object)}
      aria-rowcount={rowCount}
      aria-colcount={columns.names.length + 1}
      aria-multiselectable
      aria-activedescendant={phone ? undefined : activeCell}
      onKeyDown={props.onKeyDown}
      data-phone={phone || undefined}
    >
      {!phone && (
        <GridHead
          object={object}
          headers={shown.headers}
          template={shown.template}
          lefts={shown.lefts}
          sort={grid.sort}
          setSort={grid.setSort}
          columns={columns}
          setColumns={grid.setColumns}
          all={rows.length > 0 && selection.ids.size >= rows.length}
          some={selection.ids.size > 0}
          toggleAll={() => selection.toggleAll(rows)}
        />
      )}
      <div role="rowgroup" className={css.body} style={{ height }}>
        {props.children}
      </div>
    </div>
  );
}

interface RecordLineProps {
  grid: GridProps;
  shown: GridColumns;
  scroller: RefObject<HTMLDivElement | null>;
  record: StoredRecord;
  index: number; // of the line
  top: number;
  level?: number; // inside groups
  toggle: (event: { shiftKey: boolean }) => void;
}

export function RecordLine(props: RecordLineProps) {
  const { grid, shown, scroller, record, index, toggle } = props;
  const { object, columns, active, editing, selection } = grid;
  const line = {
    object,
    record,
    index,
    top: props.top,
    level: props.level,
    columns: columns.names,
    selected: selection.whole || selection.ids.has(record.id),
  };
  if (grid.phone) return <PhoneRow {...line} />;
  return (
    <GridRow
      {...line}
      template={shown.template}
      lefts={shown.lefts}
      beside={grid.side === record.id}
      activeColumn={active.row === index ? active.column : -1}
      editing={editing?.row === index ? editing.column : -1}
      toggle={toggle}
      focusCell={(column) => grid.setActive({ row: index, column })}
      edit={(column) => grid.setEditing(column === null ? null : { row: index, column })}
      openBeside={() => grid.beside(record)}
      returnFocus={() => scroller.current?.focus()}
    />
  );
}
