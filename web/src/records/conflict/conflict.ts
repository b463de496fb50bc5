// SPDX-License-Identifier: Apache-2.0
// The question «mine or theirs?», asked from anywhere and answered in one dialog.
import { useSyncExternalStore } from 'react';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import type { Authors } from './authors';

export type Choice = 'mine' | 'theirs';

export interface Conflict {
  object: ObjectDefinition;
  fields: string[];
  authors: Authors;
  theirs: StoredRecord;
  mine: Record<string, unknown>;
  shown: Record<string, unknown>;
}

type Open = Conflict & { answer: (choice: Record<string, Choice> | null) => void };

let open: Open | null = null;
const listeners = new Set<() => void>();

function set(next: Open | null) {
  open = next;
  listeners.forEach((listener) => listener());
}

export const askAboutConflict = (conflict: Conflict): Promise<Record<string, Choice> | null> =>
  new Promise((resolve) =>
    set({
      ...conflict,
      answer: (choice) => {
        set(null);
        resolve(choice);
      },
    }),
  );

export const useOpenConflict = () =>
  useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => open,
  );
