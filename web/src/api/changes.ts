// SPDX-License-Identifier: Apache-2.0
// The stream of changes, once per browser: a shared worker holds the one connection (HTTP/1.1
// allows six per host) and tells every tab. Where shared workers are missing, the tab listens by
// itself.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { addressOf } from './client';
import { setOffline } from './saving';
import type { ChangeEvent } from './types';

type Message = { type: 'change'; change: ChangeEvent } | { type: 'open' } | { type: 'lost' };
const listeners = new Set<(change: ChangeEvent) => void>();

function listenDirectly(address: string, tell: (message: Message) => void): () => void {
  const source = new EventSource(address, { withCredentials: true });
  source.addEventListener('change', (event) =>
    tell({ type: 'change', change: JSON.parse((event as MessageEvent).data) }),
  );
  source.onopen = () => tell({ type: 'open' });
  source.onerror = () => tell({ type: 'lost' });
  return () => source.close();
}

function listen(address: string, tell: (message: Message) => void): () => void {
  if (typeof SharedWorker === 'undefined') return listenDirectly(address, tell);
  try {
    const worker = new SharedWorker(new URL('./changes.worker.ts', import.meta.url), {
      type: 'module',
      name: 'clientela-changes',
    });
    worker.port.onmessage = (event) => tell(event.data as Message);
    worker.port.start();
    worker.port.postMessage({ type: 'listen', address });
    const leave = () => worker.port.postMessage({ type: 'leave' });
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
      worker.port.close();
    };
  } catch {
    return listenDirectly(address, tell);
  }
}

// What was loaded of a changed object becomes stale; what is on the screen is asked for again, at
// most twice a second per object.
function refresher(cache: QueryClient) {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  return (change: ChangeEvent) => {
    if (waiting.has(change.object)) return;
    waiting.set(
      change.object,
      setTimeout(() => {
        waiting.delete(change.object);
        // Fields or layouts changed: every page is drawn from them, so they are asked for anew.
        if (change.object === 'definitions')
          void cache.invalidateQueries({ queryKey: ['definitions'] });
        void cache.invalidateQueries({ queryKey: ['records', change.object] });
      }, 500),
    );
  };
}

export function useChangeStream(enabled: boolean) {
  const cache = useQueryClient();
  useEffect(() => {
    if (!enabled) return;
    const refresh = refresher(cache);
    return listen(addressOf('api/v1/changes/stream'), (message) => {
      if (message.type === 'change') {
        refresh(message.change);
        listeners.forEach((listener) => listener(message.change));
      } else if (message.type === 'open') {
        setOffline(false);
      }
    });
  }, [enabled, cache]);
}

// For pages that do more than ask again: the forecast, the «2 nuevas» of a timeline.
export function useChanges(listener: (change: ChangeEvent) => void) {
  useEffect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [listener]);
}
