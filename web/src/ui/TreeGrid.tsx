// SPDX-License-Identifier: Apache-2.0
// A tree with columns (`treegrid`): one stop of the tab key, arrows walk and fold, Intro follows
// the cell's link. Where nodes may move, they are dragged onto their new parent, or Alt and ← or →
// take them out or in.
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconChevronRight } from '@/base/icons';
import {
  mayStandBelow,
  openTo,
  parentAfter,
  stepFor,
  visibleRows,
  type TreeNode,
  type TreePlace,
} from './tree';
import { useDrag } from './useDrag';
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

// The head of the table stands for the top of the tree.
const kTop = '';

export function TreeGrid<Node extends TreeNode>({
  label,
  nodes,
  head,
  name,
  text,
  columns,
  depth = 2,
  strong,
  acts,
  move,
}: TreeGridProps<Node>) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openTo(nodes, depth));
  const [place, setPlace] = useState<TreePlace>({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const rows = visibleRows(nodes, open);
  const at = { row: Math.min(place.row, rows.length - 1), column: place.column };

  const fold = (key: string, opened: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (opened) next.add(key);
      else next.delete(key);
      return next;
    });
  const moved = useRef<string | null>(null);
  const moveTo = (node: Node, parent: string | null) => {
    if (!move || !mayStandBelow(nodes, node.key, parent)) return;
    moved.current = node.key;
    if (parent !== null) fold(parent, true);
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

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.ctrlKey || event.metaKey) return;
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
    if (!cell) return;
    if (event.altKey) {
      const row = rows[Number(cell.dataset['row'])];
      const parent = move && row ? parentAfter(event.key, row, rows) : undefined;
      if (parent === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      return moveTo(row!.node, parent);
    }
    if (event.key === 'Enter' && event.target === cell) {
      const inner = cell.querySelector<HTMLElement>('a, button');
      if (inner) {
        event.preventDefault();
        inner.click();
      }
      return;
    }
    const step = stepFor(
      event.key,
      { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) },
      rows,
      columns.length + 1,
      open,
    );
    if (!step) return;
    event.preventDefault();
    if ('fold' in step) return fold(step.fold, step.open);
    setPlace(step.go);
    table.current
      ?.querySelector<HTMLElement>(`[data-row="${step.go.row}"][data-column="${step.go.column}"]`)
      ?.focus();
  };
  const cellProps = (row: number, column: number) => ({
    'data-row': row,
    'data-column': column,
    tabIndex: at.row === row && at.column === column ? 0 : -1,
    onFocus: () => setPlace({ row, column }),
  });

  return (
    <table
      ref={table}
      role="treegrid"
      aria-label={label}
      className={css.tree}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr role="row" data-under={move ? kTop : undefined} data-over={isOver(null) || undefined}>
          <th role="columnheader" scope="col" className={css.first}>
            {head}
          </th>
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              title={column.help}
              data-start={column.start || undefined}
              data-strong={column.strong || undefined}
              data-minor={column.minor || undefined}
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
      <tbody>
        {rows.map(({ node, depth: level, at: position, of, folds }, row) => (
          <tr
            key={node.key}
            role="row"
            aria-level={level}
            aria-posinset={position}
            aria-setsize={of}
            aria-expanded={folds ? open.has(node.key) : undefined}
            data-under={move ? node.key : undefined}
            data-over={isOver(node.key) || undefined}
            data-lifted={drag?.item.key === node.key || undefined}
            data-strong={strong?.(node) || undefined}
          >
            <th role="rowheader" scope="row" className={css.first} {...cellProps(row, 0)}>
              <span
                className={css.name}
                style={{ paddingLeft: `calc(var(--step) * ${level - 1})` }}
              >
                {folds ? (
                  <button
                    type="button"
                    tabIndex={-1}
                    className={css.fold}
                    aria-label={t(open.has(node.key) ? 'base:fold' : 'base:unfold', {
                      name: text(node),
                    })}
                    onClick={() => fold(node.key, !open.has(node.key))}
                  >
                    {open.has(node.key) ? (
                      <IconChevronDown size={16} stroke={1.75} aria-hidden />
                    ) : (
                      <IconChevronRight size={16} stroke={1.75} aria-hidden />
                    )}
                  </button>
                ) : (
                  <span className={css.fold} />
                )}
                <span
                  className={css.text}
                  data-moves={move ? true : undefined}
                  onPointerDown={move ? (event) => grab(event, node) : undefined}
                >
                  {name(node)}
                </span>
              </span>
            </th>
            {columns.map((column, index) => {
              const href = column.href?.(node);
              const content = column.render(node);
              const changed = column.changed?.(node);
              return (
                <td
                  key={column.key}
                  role="gridcell"
                  data-start={column.start || undefined}
                  data-strong={column.strong || undefined}
                  data-minor={column.minor || undefined}
                  {...cellProps(row, index + 1)}
                >
                  {changed && <span key={changed} className={css.tint} aria-hidden />}
                  {href ? (
                    <a href={href} tabIndex={-1} className={css.link}>
                      {content}
                    </a>
                  ) : (
                    content
                  )}
                </td>
              );
            })}
            {acts && (
              <td role="gridcell" className={css.acts}>
                {acts(node)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
