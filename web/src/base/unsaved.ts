// SPDX-License-Identifier: Apache-2.0
// What was typed or chosen and is not saved yet. Pages that hold some say so; whatever leads away
// from them, within the application or out of it, asks first.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

interface Holder {
  changed: boolean;
  kept: boolean; // as long as the tab is open: only closing it loses anything
}

const holders = new Set<Holder>();
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

const isLostBy = (closing: boolean) =>
  [...holders].some(({ changed, kept }) => changed && (closing || !kept));
export const isUnsaved = () => isLostBy(false);
export const isLostByClosing = () => isLostBy(true);

export function useIsLostByClosing(): boolean {
  return useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    isLostByClosing,
  );
}

// Says that the page holds changes. What is called back makes it forget them until it holds others:
// for the way on from what was saved a moment ago.
export function useUnsaved(changed: boolean, { kept = false } = {}): () => void {
  const holder = useRef<Holder>({ changed: false, kept });
  useEffect(() => {
    const mine = holder.current;
    holders.add(mine);
    return () => {
      holders.delete(mine);
      tell();
    };
  }, []);
  useEffect(() => {
    holder.current.changed = changed;
    tell();
  }, [changed]);
  return useCallback(() => {
    holder.current.changed = false;
    tell();
  }, []);
}

let question: ((answer: (leave: boolean) => void) => void) | null = null;

// Who puts the question to the person; returns how to stop.
export function answerLeaving(ask: (answer: (leave: boolean) => void) => void): () => void {
  question = ask;
  return () => {
    question = null;
  };
}

// Whether one may go on: at once where nothing is held, else as the person decides.
export async function mayLeave(): Promise<boolean> {
  const ask = question;
  if (!ask || !isUnsaved()) return true;
  const leave = await new Promise<boolean>((answer) => ask(answer));
  if (leave) {
    for (const holder of holders) if (!holder.kept) holder.changed = false;
    tell();
  }
  return leave;
}
