// SPDX-License-Identifier: Apache-2.0
// The register of keyboard shortcuts. Pages add theirs while they are shown; the keyboard sheet
// lists them. Single keys work outside inputs only and can be switched off; `Ctrl+` and Escape work
// everywhere.
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  keys: string; // 'c', 'g h', 'Ctrl+k', 'Shift+Enter', 'Escape', '?'
  label: string;
  group: 'everywhere' | 'list' | 'record' | 'board';
  run: (event: KeyboardEvent) => void | boolean; // false: not mine, let the next one try
  hidden?: boolean;
}

let shortcuts: readonly Shortcut[] = [];
const listeners = new Set<() => void>();
const kStored = 'clientela.singleKeys';
const kSequenceMs = 1200;
let pending: { key: string; at: number } | null = null;

function change(next: readonly Shortcut[]) {
  shortcuts = next;
  for (const listener of listeners) listener();
}

export function singleKeysAllowed(): boolean {
  return localStorage.getItem(kStored) !== 'off';
}

export function allowSingleKeys(allowed: boolean) {
  localStorage.setItem(kStored, allowed ? 'on' : 'off');
  change([...shortcuts]);
}

export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type));

export function keysOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shifted = event.shiftKey && event.key.length > 1;
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shifted ? 'Shift+' : ''}${key}`;
}

// What stood open when the key went down (by now it may be closed): a menu or dialog takes Escape,
// and a modal one takes every key.
let open: 'modal' | 'menu' | null = null;
function noteOpen() {
  if (document.querySelector('[aria-modal=true]')) open = 'modal';
  else open = document.querySelector('[role=dialog], [role=menu]') ? 'menu' : null;
}

// Runs the latest registered shortcut that fits; true when one took the key.
export function handleKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const keys = keysOf(event);
  if (open === 'modal' || (open === 'menu' && keys === 'Escape')) return false;
  const needsFocusOutside = !keys.startsWith('Ctrl+') && keys !== 'Escape' && keys !== 'F1';
  if (needsFocusOutside && (isTyping(event.target) || (keys.length === 1 && !singleKeysAllowed())))
    return false;
  const sequence =
    pending && Date.now() - pending.at < kSequenceMs ? `${pending.key} ${keys}` : null;
  pending = null;
  for (const wanted of sequence ? [sequence, keys] : [keys]) {
    for (let i = shortcuts.length - 1; i >= 0; --i) {
      const shortcut = shortcuts[i]!;
      if (shortcut.keys !== wanted || shortcut.run(event) === false) continue;
      event.preventDefault();
      return true;
    }
  }
  if (shortcuts.some((shortcut) => shortcut.keys.startsWith(`${keys} `)))
    pending = { key: keys, at: Date.now() };
  return false;
}

// From asking for a box until it is there and has the focus, what is typed belongs to it: no single
// key acts, and the characters wait.
let heldKeys: string | null = null;
let leave: (() => void) | null = null;

function holdKey(event: KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === 'Backspace') heldKeys = (heldKeys ?? '').slice(0, -1);
  else if (event.key.length === 1) heldKeys = (heldKeys ?? '') + event.key;
  else if (event.key === 'Escape') leave?.();
  else if (/^(Shift|Dead|F\d+)$/.test(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
}

// `escape` runs when the person changes their mind before the box is there.
export function holdKeys(escape: () => void) {
  if (heldKeys === null) window.addEventListener('keydown', holdKey, { capture: true });
  heldKeys ??= '';
  leave = escape;
}

// What was typed meanwhile; from now on keys go where the focus is.
export function releaseKeys(): string {
  const typed = heldKeys ?? '';
  heldKeys = null;
  leave = null;
  window.removeEventListener('keydown', holdKey, { capture: true });
  return typed;
}

export function useShortcut(
  keys: string,
  label: string,
  group: Shortcut['group'],
  run: Shortcut['run'],
  options: { enabled?: boolean; hidden?: boolean } = {},
) {
  const { enabled = true, hidden = false } = options;
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const shortcut: Shortcut = {
      keys,
      label,
      group,
      hidden,
      run: (event) => latest.current(event),
    };
    change([...shortcuts, shortcut]);
    return () => change(shortcuts.filter((other) => other !== shortcut));
  }, [keys, label, group, enabled, hidden]);
}

export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => shortcuts,
  );
}

export function listenToKeys(): () => void {
  window.addEventListener('keydown', noteOpen, { capture: true });
  document.addEventListener('keydown', handleKey);
  return () => {
    window.removeEventListener('keydown', noteOpen, { capture: true });
    document.removeEventListener('keydown', handleKey);
  };
}
