// SPDX-License-Identifier: Apache-2.0
// One event stream to the server, kept open: a lost one is opened again after a pause that doubles
// up to half a minute, with a little chance in it so that a server that comes back is not asked by
// everybody at once. Runs in a shared worker, or in the one tab that leads where there is none.
import type { ChangeEvent } from './types';

export interface JobEvent {
  id: string;
  state: string;
  done: number;
  total: number | null;
}

export type StreamMessage =
  | { type: 'change'; change: ChangeEvent }
  | { type: 'job'; job: JobEvent }
  | { type: 'open' }
  | { type: 'lost' };

export const kFirstPauseMs = 1_000;
export const kLongestPauseMs = 30_000;

// Before the nth try again, counted from 0.
export const pauseBefore = (tries: number, chance: number = Math.random()) =>
  Math.min(kFirstPauseMs * 2 ** tries, kLongestPauseMs) * (0.75 + chance / 2);

export function keepOpen(address: string, tell: (message: StreamMessage) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let closed = false;

  const open = () => {
    if (closed) return;
    source = new EventSource(address, { withCredentials: true });
    source.addEventListener('change', (event) =>
      tell({ type: 'change', change: JSON.parse((event as MessageEvent<string>).data) }),
    );
    source.addEventListener('job', (event) =>
      tell({ type: 'job', job: JSON.parse((event as MessageEvent<string>).data) }),
    );
    source.onopen = () => {
      tries = 0;
      tell({ type: 'open' });
    };
    source.onerror = () => {
      source?.close();
      tell({ type: 'lost' });
      clearTimeout(timer);
      timer = setTimeout(open, pauseBefore(tries++));
    };
  };
  const openNow = () => {
    if (closed || source?.readyState === EventSource.OPEN) return;
    clearTimeout(timer);
    source?.close();
    tries = 0;
    open();
  };
  self.addEventListener?.('online', openNow);
  open();
  return () => {
    closed = true;
    clearTimeout(timer);
    self.removeEventListener?.('online', openNow);
    source?.close();
  };
}
