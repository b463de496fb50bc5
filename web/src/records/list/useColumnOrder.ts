// SPDX-License-Identifier: Apache-2.0
// The order of the columns, by dragging or step by step. The first one stays where it is.
import { useState, type DragEvent } from 'react';
import type { Columns } from './useListState';

function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}

export function useColumnOrder(
  columns: Columns,
  change: (columns: Columns) => void,
  tell?: (name: string, to: number) => void,
) {
  const [dragged, setDragged] = useState<number | null>(null);
  const move = (from: number, to: number) => {
    if (to < 1 || to >= columns.names.length) return;
    change({ ...columns, names: moved(columns.names, from, to) });
    tell?.(columns.names[from]!, to);
  };
  const dragging = (index: number) => ({
    draggable: index > 0,
    onDragStart: () => setDragged(index),
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: () => dragged !== null && move(dragged, Math.max(1, index)),
  });
  return { move, dragging };
}
