// SPDX-License-Identifier: Apache-2.0
// The keys of the table: arrows move, Intro opens, Mayús Intro opens beside, F2 edits, X selects,
// Mayús ↑↓ extends, Ctrl A selects what is loaded. Where lines are grouped, → opens a group, ←
// closes it or goes up to its head. They are also registered for the keyboard sheet.
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredRecord } from '@/api/types';
import { useShortcut } from '@/base/shortcuts';
import type { Line } from './useGroups';
import type { Selection } from './useSelection';

export interface Cell {
  row: number;
  column: number;
}

// Heads of groups stand among the rows.
interface GroupedLines {
  lines: Line[];
  fold: (key: string, open: boolean) => void;
}

interface GridKeys {
  rows: StoredRecord[];
  grouped?: GroupedLines;
  columns: number;
  active: Cell;
  setActive: (cell: Cell) => void;
  editing: Cell | null;
  setEditing: (cell: Cell | null) => void;
  selection: Selection;
  open: (record: StoredRecord) => void;
  beside: (record: StoredRecord) => void;
  show: (row: number) => void;
  showColumn: (column: number) => void;
  grid: RefObject<HTMLDivElement | null>;
}

const kPage = 15;
const clamp = (value: number, max: number) => Math.max(0, Math.min(max, value));

function actsOf(keys: GridKeys): Record<string, () => void> {
  const { rows, grouped, columns, active, selection } = keys;
  const last = (grouped?.lines.length ?? rows.length) - 1;
  const recordAt = (row: number) => {
    if (!grouped) return rows[row];
    const line = grouped.lines[row];
    return line?.kind === 'row' ? line.record : undefined;
  };
  const record = recordAt(active.row);
  const go = (row: number, column = active.column) => {
    const next = { row: clamp(row, last), column: clamp(column, columns - 1) };
    keys.setActive(next);
    keys.show(next.row);
    keys.showColumn(next.column);
  };
  const extend = (step: number) => {
    const other = recordAt(clamp(active.row + step, last));
    if (record && other) selection.extend(rows, rows.indexOf(record), rows.indexOf(other));
    go(active.row + step);
  };
  return {
    ArrowDown: () => go(active.row + 1),
    ArrowUp: () => go(active.row - 1),
    ArrowLeft: () => go(active.row, active.column - 1),
    ArrowRight: () => go(active.row, active.column + 1),
    PageDown: () => go(active.row + kPage),
    PageUp: () => go(active.row - kPage),
    Home: () => go(active.row, 0),
    End: () => go(active.row, columns - 1),
    'Ctrl+Home': () => go(0, 0),
    'Ctrl+End': () => go(last, columns - 1),
    Enter: () => record && keys.open(record),
    'Shift+Enter': () => record && keys.beside(record),
    F2: () => record && keys.setEditing(active),
    x: () => record && selection.toggle(rows, rows.indexOf(record), false),
    'Shift+ArrowDown': () => extend(1),
    'Shift+ArrowUp': () => extend(-1),
    'Ctrl+a': () => selection.toggleAll(rows, true),
    ...(grouped && foldingActs(grouped, active, go)),
  };
}

// What other keys do where groups open and close.
function foldingActs(
  { lines, fold }: GroupedLines,
  active: Cell,
  go: (row: number, column?: number) => void,
): Record<string, () => void> {
  const line = lines[active.row];
  const group = line?.kind === 'group' ? line : undefined;
  const headAbove = () => {
    const level = line?.level ?? 1;
    for (let at = active.row - 1; at >= 0; at -= 1)
      if (lines[at]!.kind === 'group' && lines[at]!.level < level) return go(at, 0);
  };
  return {
    ArrowRight: () => {
      if (!group) go(active.row, active.column + 1);
      else if (group.open) go(active.row + 1);
      else fold(group.key, true);
    },
    ArrowLeft: () => {
      if (group?.open) fold(group.key, false);
      else if (line?.kind === 'row' && active.column > 0) go(active.row, active.column - 1);
      else headAbove();
    },
    ...(group && { Enter: () => fold(group.key, !group.open) }),
  };
}

// A box that a click has ticked keeps the focus; the keys of the list go on from there.
const isTick = (target: EventTarget) =>
  target instanceof HTMLInputElement && target.type === 'checkbox';

export function useGridKeys(keys: GridKeys) {
  const { t } = useTranslation();
  const { editing, grid } = keys;
  const acts = actsOf(keys);
  const inGroups = { enabled: keys.grouped !== undefined };

  // From the page at large (nothing focused): the same keys bring the focus into the table first.
  const fromPage = (key: string) => () => {
    const focused = document.activeElement;
    if (focused && focused !== document.body && focused.id !== 'content') return false;
    grid.current?.focus();
    acts[key]!();
    return true;
  };
  useShortcut('ArrowDown', t('list:keys.down'), 'list', fromPage('ArrowDown'));
  useShortcut('ArrowUp', t('list:keys.up'), 'list', fromPage('ArrowUp'));
  useShortcut('ArrowRight', t('list:keys.unfold'), 'list', fromPage('ArrowRight'), inGroups);
  useShortcut('ArrowLeft', t('list:keys.fold'), 'list', fromPage('ArrowLeft'), inGroups);
  useShortcut('Enter', t('list:keys.open'), 'list', fromPage('Enter'));
  useShortcut('Shift+Enter', t('list:keys.beside'), 'list', fromPage('Shift+Enter'));
  useShortcut('F2', t('list:keys.edit'), 'list', fromPage('F2'));
  useShortcut('x', t('list:keys.select'), 'list', fromPage('x'));
  useShortcut('Ctrl+a', t('list:keys.all'), 'list', fromPage('Ctrl+a'));
  useShortcut('Shift+ArrowDown', t('list:keys.extend'), 'list', fromPage('Shift+ArrowDown'));

  return (event: KeyboardEvent) => {
    const ticked = isTick(event.target);
    if (editing || event.altKey || (event.target !== grid.current && !ticked)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const name = `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.shiftKey ? 'Shift+' : ''}${key}`;
    if (!acts[name] || (ticked && name === 'Enter')) return;
    if (ticked) grid.current?.focus();
    event.preventDefault();
    event.stopPropagation();
    acts[name]();
  };
}
