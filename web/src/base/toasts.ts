// SPDX-License-Identifier: Apache-2.0
// Short messages at the foot of the page, mostly with «Deshacer». They stay eight seconds, and for
// as long as the pointer or the focus rests on them. `announce` speaks to screen readers without
// showing anything.
import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  act?: { label: string; run: () => void };
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
}): number {
  const id = nextId++;
  toasts = [...toasts.slice(-2), { id, tone: 'plain', ...toast }];
  tell();
  return id;
}

export function closeToast(id: number) {
  toasts = toasts.filter((toast) => toast.id !== id);
  tell();
}

export const useToasts = () => useSyncExternalStore(subscribe, () => toasts);

let announcement = '';
export function announce(text: string) {
  announcement = text;
  tell();
}
export const useAnnouncement = () => useSyncExternalStore(subscribe, () => announcement);
