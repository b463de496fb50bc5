// SPDX-License-Identifier: Apache-2.0
// Where shared workers are missing: the tabs of a browser elect one by a lock; that one holds the
// stream and tells the others over a channel. When it closes, the next tab in line takes over.
import { keepOpen, type StreamMessage } from './stream';

const kName = 'clientela-changes';

export const canElect = () =>
  typeof BroadcastChannel !== 'undefined' &&
  typeof navigator !== 'undefined' &&
  'locks' in navigator;

export function listenWithLeader(
  address: string,
  tell: (message: StreamMessage) => void,
): () => void {
  const channel = new BroadcastChannel(kName);
  const leaving = new AbortController();
  let release: (() => void) | undefined;
  channel.onmessage = (event) => tell(event.data as StreamMessage);
  void navigator.locks
    .request(kName, { signal: leaving.signal }, () => {
      const close = keepOpen(address, (message) => {
        tell(message);
        channel.postMessage(message);
      });
      return new Promise<void>((done) => {
        release = () => {
          close();
          done();
        };
      });
    })
    .catch(() => undefined); // left before it was this tab's turn
  return () => {
    if (release) release();
    else leaving.abort();
    channel.close();
  };
}
