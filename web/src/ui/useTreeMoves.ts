// SPDX-License-Identifier: Apache-2.0
// Nodes of a tree onto another parent: dragged there, or moved by a key (treeKeys).
import { useEffect, useRef, type RefObject } from 'react';
import { mayStandBelow, type TreeNode, type TreeRow } from './tree';
import { useDrag } from './useDrag';

// The place of the head of the table, which stands for the top of the tree.
export const kTop = '';

interface Moving<Node extends TreeNode> {
  nodes: Node[];
  rows: TreeRow<Node>[];
  table: RefObject<HTMLTableElement | null>;
  move: ((node: Node, parent: string | null) => void) | undefined; // none: nodes stay
  unfold: (key: string) => void;
}

export function useTreeMoves<Node extends TreeNode>({
  nodes,
  rows,
  table,
  move,
  unfold,
}: Moving<Node>) {
  const moved = useRef<string | null>(null);
  const moveTo = (node: Node, parent: string | null) => {
    if (!move || !mayStandBelow(nodes, node.key, parent)) return;
    moved.current = node.key;
    if (parent !== null) unfold(parent);
    move(node, parent);
  };
  // A row that moved by key keeps the focus.
  useEffect(() => {
    const row = rows.findIndex(({ node }) => node.key === moved.current);
    moved.current = null;
    if (row >= 0 && table.current?.contains(document.activeElement))
      table.current.querySelector<HTMLElement>(`[data-row="${row}"][data-column="0"]`)?.focus();
    // Only when the tree has another shape.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [nodes]);
  const { drag, grab } = useDrag<Node>('under', (node, under) =>
    moveTo(node, under === kTop ? null : under),
  );
  const isOver = (parent: string | null) =>
    drag?.over === (parent ?? kTop) && mayStandBelow(nodes, drag.item.key, parent);
  return { movable: move !== undefined, moveTo, drag, grab, isOver };
}

export type TreeMoves<Node extends TreeNode> = ReturnType<typeof useTreeMoves<Node>>;
