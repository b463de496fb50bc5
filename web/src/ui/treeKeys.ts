// SPDX-License-Identifier: Apache-2.0
// The keys of a treegrid: arrows walk and fold, Intro follows what the cell holds, Alt and an arrow
// move the row where rows may move.
import type { KeyboardEvent, RefObject } from 'react';
import { parentAfter, stepFor, type TreeNode, type TreePlace, type TreeRow } from './tree';

interface TreeKeys<Node extends TreeNode> {
  rows: TreeRow<Node>[];
  columns: number;
  open: ReadonlySet<string>;
  fold: (key: string, opened: boolean) => void;
  go: (place: TreePlace) => void;
  table: RefObject<HTMLTableElement | null>;
  moveTo: ((node: Node, parent: string | null) => void) | undefined;
}

export function treeKeys<Node extends TreeNode>(keys: TreeKeys<Node>) {
  const { rows, columns, open, fold, go, table, moveTo } = keys;

  const moveRow = (event: KeyboardEvent, row: TreeRow<Node> | undefined) => {
    const parent = moveTo && row ? parentAfter(event.key, row, rows) : undefined;
    if (parent === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    moveTo!(row!.node, parent);
  };
  const follow = (event: KeyboardEvent, cell: HTMLElement) => {
    const inner = cell.querySelector<HTMLElement>('a, button');
    if (!inner) return;
    event.preventDefault();
    inner.click();
  };
  const walk = (event: KeyboardEvent, place: TreePlace) => {
    const step = stepFor(event.key, place, rows, columns, open);
    if (!step) return;
    event.preventDefault();
    if ('fold' in step) return fold(step.fold, step.open);
    go(step.go);
    table.current
      ?.querySelector<HTMLElement>(`[data-row="${step.go.row}"][data-column="${step.go.column}"]`)
      ?.focus();
  };

  return (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.ctrlKey || event.metaKey) return;
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
    if (!cell) return;
    const place = { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) };
    if (event.altKey) moveRow(event, rows[place.row]);
    else if (event.key === 'Enter' && event.target === cell) follow(event, cell);
    else walk(event, place);
  };
}
