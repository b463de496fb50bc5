// SPDX-License-Identifier: Apache-2.0
// Short messages at the foot of the page, mostly with «Deshacer». They stay eight seconds, and for
// as long as the pointer or the focus rests on them. `announce` speaks to screen readers without
// showing anything.
import { useSyncExternalStore } from 'react';

// Acts of toasts, the latest last: Ctrl Z runs the last one even after its toast has gone.
const kKept = 20;
let undoable: readonly { id: number; text: string; run: () => void }[] = [];

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  act?: { label: string; run: () => void };
  link?: { label: string; href: string };
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => (
  listeners.add(listener),
  () => listeners.delete(listener)
);
const tell = () => listeners.forEach((listener) => listener());

export function showToast(toast: {
  text: string;
  tone?: Toast['tone'];
  act?: Toast['act'];
  link?: Toast['link'];
}): number {
  const id = nextId++;
  if (toast.act)
    undoable = [...undoable.slice(1 - kKept), { id, text: toast.text, run: toast.act.run }];
  toasts = [...toasts.slice(-2), { id, tone: 'plain', ...toast }];
  tell();
  return id;
}

export function closeToast(id: number) {
  toasts = toasts.filter((toast) => toast.id !== id);
  tell();
}

// Runs the act of a toast, once.
export function runAct(id: number) {
  const found = undoable.find((entry) => entry.id === id);
  undoable = undoable.filter((entry) => entry.id !== id);
  closeToast(id);
  found?.run();
}

// Takes back the latest change; its text, or null when there is nothing to take back.
export function undoLast(): string | null {
  const last = undoable.at(-1);
  if (!last) return null;
  runAct(last.id);
  return last.text;
}

export function forgetUndoable() {
  undoable = [];
}

export const useToasts = () => useSyncExternalStore(subscribe, () => toasts);

let announcement = '';
export function announce(text: string) {
  announcement = text;
  tell();
}
export const useAnnouncement = () => useSyncExternalStore(subscribe, () => announcement);
