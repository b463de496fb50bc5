// SPDX-License-Identifier: Apache-2.0
// The keys of a grouped table: as in the plain one, and → opens a group, ← closes it or goes up to
// its head.
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredRecord } from '@/api/types';
import { useShortcut } from '@/base/shortcuts';
import type { Cell } from './useGridKeys';
import type { Line } from './useGroups';
import type { Selection } from './useSelection';

interface GroupKeys {
  lines: Line[];
  rows: StoredRecord[];
  columns: number;
  active: Cell;
  setActive: (cell: Cell) => void;
  editing: Cell | null;
  setEditing: (cell: Cell | null) => void;
  selection: Selection;
  fold: (key: string, open: boolean) => void;
  open: (record: StoredRecord) => void;
  beside: (record: StoredRecord) => void;
  show: (line: number) => void;
  showColumn: (column: number) => void;
  grid: RefObject<HTMLDivElement | null>;
}

const kPage = 15;

export function useGroupKeys(keys: GroupKeys) {
  const { t } = useTranslation();
  const { lines, rows, columns, active, setActive, editing, setEditing, selection, grid } = keys;
  const line = lines[active.row];
  const record = line?.kind === 'row' ? line.record : undefined;
  const clamp = (value: number, max: number) => Math.max(0, Math.min(max, value));
  const go = (row: number, column = active.column) => {
    const next = { row: clamp(row, lines.length - 1), column: clamp(column, columns - 1) };
    setActive(next);
    keys.show(next.row);
    keys.showColumn(next.column);
  };
  const headAbove = () => {
    const level = line?.level ?? 1;
    for (let at = active.row - 1; at >= 0; at -= 1)
      if (lines[at]!.kind === 'group' && lines[at]!.level < level) return go(at, 0);
  };
  const right = () => {
    if (line?.kind !== 'group') return go(active.row, active.column + 1);
    if (line.open) go(active.row + 1);
    else keys.fold(line.key, true);
  };
  const left = () => {
    if (line?.kind === 'group' && line.open) keys.fold(line.key, false);
    else if (line?.kind === 'row' && active.column > 0) go(active.row, active.column - 1);
    else headAbove();
  };
  const acts: Record<string, () => void> = {
    ArrowDown: () => go(active.row + 1),
    ArrowUp: () => go(active.row - 1),
    ArrowRight: right,
    ArrowLeft: left,
    PageDown: () => go(active.row + kPage),
    PageUp: () => go(active.row - kPage),
    Home: () => go(active.row, 0),
    End: () => go(active.row, columns - 1),
    'Ctrl+Home': () => go(0, 0),
    'Ctrl+End': () => go(lines.length - 1, columns - 1),
    Enter: () => {
      if (line?.kind === 'group') keys.fold(line.key, !line.open);
      else if (record) keys.open(record);
    },
    'Shift+Enter': () => record && keys.beside(record),
    F2: () => record && setEditing(active),
    x: () => record && selection.toggle(rows, rows.indexOf(record), false),
    'Ctrl+a': () => selection.toggleAll(rows, true),
  };
  const fromPage = (key: string) => () => {
    const focused = document.activeElement;
    if (focused && focused !== document.body && focused.id !== 'content') return false;
    grid.current?.focus();
    acts[key]!();
    return true;
  };
  useShortcut('ArrowDown', t('list:keys.down'), 'list', fromPage('ArrowDown'));
  useShortcut('ArrowUp', t('list:keys.up'), 'list', fromPage('ArrowUp'));
  useShortcut('ArrowRight', t('list:keys.unfold'), 'list', fromPage('ArrowRight'));
  useShortcut('ArrowLeft', t('list:keys.fold'), 'list', fromPage('ArrowLeft'));
  useShortcut('Enter', t('list:keys.open'), 'list', fromPage('Enter'));
  useShortcut('Shift+Enter', t('list:keys.beside'), 'list', fromPage('Shift+Enter'));
  useShortcut('F2', t('list:keys.edit'), 'list', fromPage('F2'));
  useShortcut('x', t('list:keys.select'), 'list', fromPage('x'));

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
