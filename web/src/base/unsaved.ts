// SPDX-License-Identifier: Apache-2.0
// What was typed or chosen and is not saved yet. Pages that hold some say so; whatever leads away
// from them, within the application or out of it, asks first.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

// What a page holds, as text; where it cannot be told apart, that it holds something.
type Content = string | boolean;

interface Holder {
  content: Content; // empty or false: nothing
  forgotten: Content; // given up or saved: only other content counts again
  kept: boolean; // as long as the tab is open: only closing it loses anything
}

const isHeld = ({ content, forgotten }: Holder) => Boolean(content) && content !== forgotten;
const forget = (holder: Holder) => {
  holder.forgotten = holder.content;
};

const holders = new Set<Holder>();
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

const isLostBy = (closing: boolean) =>
  [...holders].some((holder) => isHeld(holder) && (closing || !holder.kept));
export const isUnsaved = () => isLostBy(false);
export const isLostByClosing = () => isLostBy(true);

export function useIsLostByClosing(): boolean {
  return useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    isLostByClosing,
  );
}

// Says what the page holds. What is called back makes it forget that until it holds something else:
// for the way on from what was saved a moment ago.
export function useUnsaved(content: Content, { kept = false } = {}): () => void {
  const holder = useRef<Holder>({ content: false, forgotten: false, kept });
  useEffect(() => {
    const mine = holder.current;
    holders.add(mine);
    return () => {
      holders.delete(mine);
      tell();
    };
  }, []);
  useEffect(() => {
    holder.current.content = content;
    if (!content) holder.current.forgotten = false;
    tell();
  }, [content]);
  return useCallback(() => {
    forget(holder.current);
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
    for (const holder of holders) if (!holder.kept) forget(holder);
    tell();
  }
  return leave;
}
