// SPDX-License-Identifier: Apache-2.0
// The state of the data, shown at the foot of the sidebar: all saved, saving, no connection.
import { useSyncExternalStore } from 'react';

export interface SavingState {
  running: number;
  savedAt: Date;
  offlineSince: Date | null;
}

let state: SavingState = { running: 0, savedAt: new Date(), offlineSince: null };
const listeners = new Set<() => void>();

function change(next: Partial<SavingState>) {
  state = { ...state, ...next };
  listeners.forEach((listener) => listener());
}

export async function whileSaving<T>(work: Promise<T>): Promise<T> {
  change({ running: state.running + 1 });
  try {
    const result = await work;
    change({ running: state.running - 1, savedAt: new Date(), offlineSince: null });
    return result;
  } catch (error) {
    change({ running: state.running - 1 });
    throw error;
  }
}

export const setOffline = (offline: boolean) =>
  change({ offlineSince: offline ? (state.offlineSince ?? new Date()) : null });

if (typeof window !== 'undefined') {
  window.addEventListener('offline', () => setOffline(true));
  window.addEventListener('online', () => setOffline(false));
}

export const useSaving = () =>
  useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => state,
  );
