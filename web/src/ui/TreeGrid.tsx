// SPDX-License-Identifier: Apache-2.0
// A tree with columns (`treegrid`): one stop of the tab key, arrows walk and fold, Intro follows
// the cell's link. Where nodes may move, they are dragged onto their new parent, or Alt and ← or →
// take them out or in.
import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconChevronRight } from '@/base/icons';
import { openTo, visibleRows, type TreeNode, type TreePlace, type TreeRow } from './tree';
import { treeKeys } from './treeKeys';
import { kTop, useTreeMoves, type TreeMoves } from './useTreeMoves';
import css from './TreeGrid.module.css';

export interface TreeColumn<Node extends TreeNode> {
  key: string;
  head: string;
  help?: string;
  start?: boolean; // texts; figures stand at the end
  strong?: boolean;
  minor?: boolean; // left out on the phone
  width?: number;
  render: (node: Node) => ReactNode;
  href?: (node: Node) => string | undefined;
  changed?: (node: Node) => string | undefined; // a new text restarts the tint
}

export interface TreeGridProps<Node extends TreeNode> {
  label: string;
  nodes: Node[];
  head: string;
  name: (node: Node) => ReactNode;
  text: (node: Node) => string; // the name in words, for the fold button
  columns: TreeColumn<Node>[];
  depth?: number; // how deep it stands open at first
  strong?: (node: Node) => boolean;
  acts?: (node: Node) => ReactNode;
  move?: (node: Node, parent: string | null) => void; // null: to the top
}

type Fold = (key: string, opened: boolean) => void;

function useFolds(first: () => ReadonlySet<string>) {
  const [open, setOpen] = useState<ReadonlySet<string>>(first);
  const fold: Fold = (key, opened) =>
    setOpen((before) => {
      const next = new Set(before);
      if (opened) next.add(key);
      else next.delete(key);
      return next;
    });
  return { open, fold };
}

const columnProps = <Node extends TreeNode>(column: TreeColumn<Node>) => ({
  'data-start': column.start || undefined,
  'data-strong': column.strong || undefined,
  'data-minor': column.minor || undefined,
});

// Stands for the top of the tree too: what is dropped here stands below nothing.
function TreeHead<Node extends TreeNode>({
  head,
  columns,
  acts,
  moves,
}: {
  head: string;
  columns: TreeColumn<Node>[];
  acts: boolean;
  moves: TreeMoves<Node>;
}) {
  const { t } = useTranslation();
  return (
    <thead>
      <tr
        role="row"
        data-under={moves.movable ? kTop : undefined}
        data-over={moves.isOver(null) || undefined}
      >
        <th role="columnheader" scope="col" className={css.first}>
          {head}
        </th>
        {columns.map((column) => (
          <th
            key={column.key}
            role="columnheader"
            scope="col"
            title={column.help}
            {...columnProps(column)}
            style={column.width ? { width: column.width } : undefined}
          >
            {column.head}
          </th>
        ))}
        {acts && (
          <th role="columnheader" className={css.acts}>
            <span className="hidden-text">{t('base:acts')}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

function FoldButton({ name, open, fold }: { name: string; open: boolean; fold: () => void }) {
  const { t } = useTranslation();
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={css.fold}
      aria-label={t(open ? 'base:fold' : 'base:unfold', { name })}
      onClick={fold}
    >
      <Icon size={16} stroke={1.75} aria-hidden />
    </button>
  );
}

// The name of a node at its depth, with what folds it and what it is grabbed by.
function NodeName({
  level,
  foldButton,
  grab,
  children,
}: {
  level: number;
  foldButton: ReactNode;
  grab: ((event: PointerEvent<HTMLElement>) => void) | undefined;
  children: ReactNode;
}) {
  return (
    <span className={css.name} style={{ paddingLeft: `calc(var(--step) * ${level - 1})` }}>
      {foldButton ?? <span className={css.fold} />}
      <span className={css.text} data-moves={grab ? true : undefined} onPointerDown={grab}>
        {children}
      </span>
    </span>
  );
}

function CellContent<Node extends TreeNode>({
  column,
  node,
}: {
  column: TreeColumn<Node>;
  node: Node;
}) {
  const href = column.href?.(node);
  const content = column.render(node);
  const changed = column.changed?.(node);
  return (
    <>
      {changed && <span key={changed} className={css.tint} aria-hidden />}
      {href ? (
        <a href={href} tabIndex={-1} className={css.link}>
          {content}
        </a>
      ) : (
        content
      )}
    </>
  );
}

interface NodeRowProps<Node extends TreeNode> {
  grid: TreeGridProps<Node>;
  row: TreeRow<Node>;
  open: boolean;
  fold: () => void;
  moves: TreeMoves<Node>;
  cellProps: (column: number) => object; // where it stands and whether the tab key stops there
}

function NodeRow<Node extends TreeNode>(props: NodeRowProps<Node>) {
  const { grid, row, open, fold, moves, cellProps } = props;
  const { node, depth: level, folds } = row;
  return (
    <tr
      role="row"
      aria-level={level}
      aria-posinset={row.at}
      aria-setsize={row.of}
      aria-expanded={folds ? open : undefined}
      data-under={moves.movable ? node.key : undefined}
      data-over={moves.isOver(node.key) || undefined}
      data-lifted={moves.drag?.item.key === node.key || undefined}
      data-strong={grid.strong?.(node) || undefined}
    >
      <th role="rowheader" scope="row" className={css.first} {...cellProps(0)}>
        <NodeName
          level={level}
          foldButton={folds ? <FoldButton name={grid.text(node)} open={open} fold={fold} /> : null}
          grab={moves.movable ? (event) => moves.grab(event, node) : undefined}
        >
          {grid.name(node)}
        </NodeName>
      </th>
      {grid.columns.map((column, index) => (
        <td key={column.key} role="gridcell" {...columnProps(column)} {...cellProps(index + 1)}>
          <CellContent column={column} node={node} />
        </td>
      ))}
      {grid.acts && (
        <td role="gridcell" className={css.acts}>
          {grid.acts(node)}
        </td>
      )}
    </tr>
  );
}

export function TreeGrid<Node extends TreeNode>(props: TreeGridProps<Node>) {
  const { label, nodes, head, columns, depth = 2, acts, move } = props;
  const { open, fold } = useFolds(() => openTo(nodes, depth));
  const [place, setPlace] = useState<TreePlace>({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const rows = visibleRows(nodes, open);
  const at = { row: Math.min(place.row, rows.length - 1), column: place.column };
  const moves = useTreeMoves({ nodes, rows, table, move, unfold: (key) => fold(key, true) });
  const onKeyDown = treeKeys({
    rows,
    columns: columns.length + 1,
    open,
    fold,
    go: setPlace,
    table,
    moveTo: moves.movable ? moves.moveTo : undefined,
  });

  return (
    <table
      ref={table}
      role="treegrid"
      aria-label={label}
      className={css.tree}
      onKeyDown={onKeyDown}
    >
      <TreeHead head={head} columns={columns} acts={acts !== undefined} moves={moves} />
      <tbody>
        {rows.map((row, index) => (
          <NodeRow
            key={row.node.key}
            grid={props}
            row={row}
            open={open.has(row.node.key)}
            fold={() => fold(row.node.key, !open.has(row.node.key))}
            moves={moves}
            cellProps={(column) => ({
              'data-row': index,
              'data-column': column,
              tabIndex: at.row === index && at.column === column ? 0 : -1,
              onFocus: () => setPlace({ row: index, column }),
            })}
          />
        ))}
      </tbody>
    </table>
  );
}
