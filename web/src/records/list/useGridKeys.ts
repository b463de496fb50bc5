// SPDX-License-Identifier: Apache-2.0
// The keys of the table: arrows move, Intro opens, Mayús Intro opens beside, F2 edits, X selects,
// Mayús ↑↓ extends, Ctrl A selects what is loaded. They are also registered for the keyboard sheet.
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredRecord } from '@/api/types';
import { useShortcut } from '@/base/shortcuts';
import type { Selection } from './useSelection';

export interface Cell {
  row: number;
  column: number;
}

interface GridKeys {
  rows: StoredRecord[];
  columns: string[];
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

export function useGridKeys(keys: GridKeys) {
  const { t } = useTranslation();
  const {
    rows,
    columns,
    active,
    setActive,
    editing,
    setEditing,
    selection,
    open,
    beside,
    show,
    showColumn,
    grid,
  } = keys;
  const record = rows[active.row];
  const clamp = (value: number, max: number) => Math.max(0, Math.min(max, value));

  const go = (row: number, column = active.column) => {
    const next = { row: clamp(row, rows.length - 1), column: clamp(column, columns.length - 1) };
    setActive(next);
    show(next.row);
    showColumn(next.column);
  };
  const extend = (step: number) => {
    selection.extend(rows, active.row, clamp(active.row + step, rows.length - 1));
    go(active.row + step);
  };
  const acts: Record<string, () => void> = {
    ArrowDown: () => go(active.row + 1),
    ArrowUp: () => go(active.row - 1),
    ArrowLeft: () => go(active.row, active.column - 1),
    ArrowRight: () => go(active.row, active.column + 1),
    PageDown: () => go(active.row + kPage),
    PageUp: () => go(active.row - kPage),
    Home: () => go(active.row, 0),
    End: () => go(active.row, columns.length - 1),
    'Ctrl+Home': () => go(0, 0),
    'Ctrl+End': () => go(rows.length - 1, columns.length - 1),
    Enter: () => record && open(record),
    'Shift+Enter': () => record && beside(record),
    F2: () => record && setEditing(active),
    x: () => record && selection.toggle(rows, active.row, false),
    'Shift+ArrowDown': () => extend(1),
    'Shift+ArrowUp': () => extend(-1),
    'Ctrl+a': () => selection.toggleAll(rows, true),
  };

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
  useShortcut('Enter', t('list:keys.open'), 'list', fromPage('Enter'));
  useShortcut('Shift+Enter', t('list:keys.beside'), 'list', fromPage('Shift+Enter'));
  useShortcut('F2', t('list:keys.edit'), 'list', fromPage('F2'));
  useShortcut('x', t('list:keys.select'), 'list', fromPage('x'));
  useShortcut('Ctrl+a', t('list:keys.all'), 'list', fromPage('Ctrl+a'));
  useShortcut('Shift+ArrowDown', t('list:keys.extend'), 'list', fromPage('Shift+ArrowDown'));

  return (event: KeyboardEvent) => {
    if (editing || event.target !== grid.current || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const name = `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.shiftKey ? 'Shift+' : ''}${key}`;
    if (!acts[name]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[name]();
  };
}
