// SPDX-License-Identifier: Apache-2.0
// Trees as flat rows: which rows show, how deep they stand, and where the arrows lead.
export interface TreeNode {
  key: string;
  parent: string | null;
}

export interface TreeRow<Node extends TreeNode> {
  node: Node;
  depth: number; // 1 for roots
  at: number; // place among its siblings, from 1
  of: number;
  folds: boolean; // has children
}

const childrenByParent = <Node extends TreeNode>(nodes: Node[]): Map<string | null, Node[]> => {
  const known = new Set(nodes.map((node) => node.key));
  const children = new Map<string | null, Node[]>();
  for (const node of nodes) {
    const parent =
      node.parent !== null && known.has(node.parent) && node.parent !== node.key
        ? node.parent
        : null;
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  return children;
};

// Nodes whose parent is unknown stand at the top; a circle shows nothing twice.
export function visibleRows<Node extends TreeNode>(
  nodes: Node[],
  open: ReadonlySet<string>,
): TreeRow<Node>[] {
  const children = childrenByParent(nodes);
  const rows: TreeRow<Node>[] = [];
  const seen = new Set<string>();
  const walk = (parent: string | null, depth: number) => {
    const siblings = children.get(parent) ?? [];
    siblings.forEach((node, index) => {
      if (seen.has(node.key)) return;
      seen.add(node.key);
      const folds = children.has(node.key);
      rows.push({ node, depth, at: index + 1, of: siblings.length, folds });
      if (folds && open.has(node.key)) walk(node.key, depth + 1);
    });
  };
  walk(null, 1);
  return rows;
}

// What stands open at first: everything above the given depth.
export function openTo<Node extends TreeNode>(nodes: Node[], depth: number): Set<string> {
  const open = new Set<string>();
  for (let level = 1; level < depth; ++level) {
    for (const row of visibleRows(nodes, open))
      if (row.folds && row.depth === level) open.add(row.node.key);
  }
  return open;
}

export interface TreePlace {
  row: number;
  column: number; // 0 is the name
}

export type TreeStep = { go: TreePlace } | { fold: string; open: boolean } | null;

// The arrows of a treegrid: on the name, right opens and left closes or climbs; else they walk the
// cells.
export function stepFor<Node extends TreeNode>(
  key: string,
  place: TreePlace,
  rows: TreeRow<Node>[],
  columns: number,
  open: ReadonlySet<string>,
): TreeStep {
  const row = rows[place.row];
  if (!row) return null;
  const to = (changes: Partial<TreePlace>): TreeStep => ({ go: { ...place, ...changes } });
  switch (key) {
    case 'ArrowDown':
      return to({ row: Math.min(rows.length - 1, place.row + 1) });
    case 'ArrowUp':
      return to({ row: Math.max(0, place.row - 1) });
    case 'Home':
      return to({ column: 0 });
    case 'End':
      return to({ column: columns - 1 });
    case 'ArrowRight':
      if (place.column === 0 && row.folds && !open.has(row.node.key))
        return { fold: row.node.key, open: true };
      return to({ column: Math.min(columns - 1, place.column + 1) });
    case 'ArrowLeft': {
      if (place.column > 0) return to({ column: place.column - 1 });
      if (row.folds && open.has(row.node.key)) return { fold: row.node.key, open: false };
      const parent = rows.findIndex((other) => other.node.key === row.node.parent);
      return parent < 0 ? null : to({ row: parent });
    }
    default:
      return null;
  }
}

// Where a node may stand (null: at the top): not where it stands already, nor below itself. Asking
// about many places walks the tree once.
export function placesFor<Node extends TreeNode>(
  nodes: Node[],
  key: string,
): (parent: string | null) => boolean {
  const children = childrenByParent(nodes);
  const below = new Set([key]);
  for (const passed of below) for (const child of children.get(passed) ?? []) below.add(child.key);
  const stated = nodes.find((node) => node.key === key)?.parent ?? null;
  const now = nodes.some((node) => node.key === stated) ? stated : null;
  return (parent) => parent !== now && (parent === null || !below.has(parent));
}

export const mayStandBelow = <Node extends TreeNode>(
  nodes: Node[],
  key: string,
  parent: string | null,
): boolean => placesFor(nodes, key)(parent);

// Where Alt and an arrow bring a row: → below the sibling above it, ← beside its parent. Undefined
// where there is no such place.
export function parentAfter<Node extends TreeNode>(
  key: string,
  row: TreeRow<Node>,
  rows: TreeRow<Node>[],
): string | null | undefined {
  const at = rows.indexOf(row);
  if (key === 'ArrowRight')
    for (let above = at - 1; above >= 0 && rows[above]!.depth >= row.depth; above -= 1)
      if (rows[above]!.depth === row.depth) return rows[above]!.node.key;
  if (key === 'ArrowLeft' && row.depth > 1) {
    const parent = rows.find((other) => other.node.key === row.node.parent);
    return parent && parent.depth > 1 ? parent.node.parent : null;
  }
  return undefined;
}
