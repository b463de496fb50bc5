// SPDX-License-Identifier: Apache-2.0
// The table: virtual rows under one sticky head, the name frozen at the left, as an ARIA grid.
import { useEffect, useRef } from 'react';
import type { StoredRecord } from '@/api/types';
import { GridFrame, RecordLine, useLines, type GridProps } from './GridFrame';
import { useGridColumns } from './useGridColumns';
import { useGridKeys } from './useGridKeys';

export interface PlainGridProps extends GridProps {
  rows: StoredRecord[];
  total: number | undefined;
  more: () => void;
}

export function Grid({ rows, total, more, ...grid }: PlainGridProps) {
  const { object, columns, active, selection } = grid;
  const scroller = useRef<HTMLDivElement>(null);
  const shown = useGridColumns(object, columns, grid.setColumns);
  const virtual = useLines(scroller, grid.phone, rows.length);
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 30) more();
  }, [last, rows.length, more]);

  const onKeyDown = useGridKeys({
    ...grid,
    rows,
    columns: columns.names.length,
    show: (row) => virtual.scrollToIndex(row),
    showColumn: (column) => shown.show(scroller.current, column),
    grid: scroller,
  });
  return (
    <GridFrame
      grid={grid}
      shown={shown}
      scroller={scroller}
      role="grid"
      rows={rows}
      rowCount={total === undefined ? -1 : total + 1}
      height={virtual.getTotalSize()}
      activeCell={rows[active.row] ? `cell-${active.row}-${active.column}` : undefined}
      onKeyDown={onKeyDown}
    >
      {items.map((item) => {
        const record = rows[item.index]!;
        return (
          <RecordLine
            key={record.id}
            grid={grid}
            shown={shown}
            scroller={scroller}
            record={record}
            index={item.index}
            top={item.start}
            toggle={(event) => selection.toggle(rows, item.index, event.shiftKey)}
          />
        );
      })}
    </GridFrame>
  );
}
