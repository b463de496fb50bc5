// SPDX-License-Identifier: Apache-2.0
// The stream of changes, once per browser: a shared worker holds the one connection (HTTP/1.1
// allows six per host) and tells every tab; without shared workers one tab leads; without either
// the tab listens by itself.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { addressOf } from './client';
import { canElect, listenWithLeader } from './leader';
import { setOffline } from './saving';
import { keepOpen, type JobEvent, type StreamMessage } from './stream';
import type { ChangeEvent } from './types';

const listeners = new Set<(change: ChangeEvent) => void>();
const jobListeners = new Set<(job: JobEvent) => void>();
const kLostMs = 4_000; // a stream that is back by then was never missed

function listenInWorker(address: string, tell: (message: StreamMessage) => void): () => void {
  const worker = new SharedWorker(new URL('./changes.worker.ts', import.meta.url), {
    type: 'module',
    name: 'clientela-changes',
  });
  worker.port.onmessage = (event) => tell(event.data as StreamMessage);
  worker.port.start();
  const listen = () => worker.port.postMessage({ type: 'listen', address });
  const leave = () => worker.port.postMessage({ type: 'leave' });
  const back = (event: PageTransitionEvent) => event.persisted && listen();
  listen();
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', back);
  return () => {
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', back);
    leave();
    worker.port.close();
  };
}

function listen(address: string, tell: (message: StreamMessage) => void): () => void {
  try {
    if (typeof SharedWorker !== 'undefined') return listenInWorker(address, tell);
  } catch {
    // Forbidden by the browser's settings: the other ways remain.
  }
  return canElect() ? listenWithLeader(address, tell) : keepOpen(address, tell);
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
        // Fields, layouts or rights changed: every page is drawn from them, so they are asked for
        // anew.
        if (change.object === 'definitions' || change.object === 'roles')
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
    let lost: ReturnType<typeof setTimeout> | undefined;
    let away = false;
    const stop = listen(addressOf('api/v1/changes/stream'), (message) => {
      if (message.type === 'change') {
        refresh(message.change);
        listeners.forEach((listener) => listener(message.change));
      } else if (message.type === 'job') {
        void cache.invalidateQueries({ queryKey: ['jobs'] });
        jobListeners.forEach((listener) => listener(message.job));
      } else if (message.type === 'open') {
        clearTimeout(lost);
        lost = undefined;
        setOffline(false);
        // What happened meanwhile was not told.
        if (away) void cache.invalidateQueries({ queryKey: ['records'] });
        away = false;
      } else {
        away = true;
        lost ??= setTimeout(() => setOffline(true), kLostMs);
      }
    });
    return () => {
      clearTimeout(lost);
      stop();
    };
  }, [enabled, cache]);
}

// For pages that do more than ask again: the forecast, the «2 nuevas» of a timeline.
export function useChanges(listener: (change: ChangeEvent) => void) {
  useEffect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [listener]);
}

export function useJobEvents(listener: (job: JobEvent) => void) {
  useEffect(() => {
    jobListeners.add(listener);
    return () => void jobListeners.delete(listener);
  }, [listener]);
}
