// SPDX-License-Identifier: Apache-2.0
// Opens and closes the palette from anywhere; the palette itself is loaded with its first opening.
// Also remembers the records that were looked at, for its first list.
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useSyncExternalStore } from 'react';
import { recordKey } from '@/api/records';
import { useDefinitions } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { useAddress } from '@/base/address';
import { holdKeys, releaseKeys } from '@/base/shortcuts';
import { remember } from './recent';

let opened = false;
const listeners = new Set<() => void>();

function set(next: boolean) {
  opened = next;
  listeners.forEach((listener) => listener());
}

// What is typed before the box is there and has the focus waits for it (SearchBox).
const palette = {
  open: () => {
    if (!opened) holdKeys(palette.close);
    set(true);
  },
  close: () => {
    releaseKeys();
    set(false);
  },
};

export const useSearchPalette = () => palette;

const useOpened = () =>
  useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => opened,
  );

const SearchBox = lazy(() =>
  import('./SearchBox').then((module) => ({ default: module.SearchBox })),
);
const kLookedAtMs = 1500;

function useRemembered() {
  const { path } = useAddress();
  const cache = useQueryClient();
  const { objects } = useDefinitions();
  useEffect(() => {
    const [, object, id] = path.match(/^\/(\w+)\/(\w{6,})$/) ?? [];
    const definition = object ? objects.get(object) : undefined;
    if (!id || !definition) return;
    const timer = setTimeout(() => {
      const record = cache.getQueryData<StoredRecord>(recordKey(definition.name, id));
      const label = record?.[definition.title];
      if (typeof label === 'string' && label) remember({ object: definition.name, id, label });
    }, kLookedAtMs);
    return () => clearTimeout(timer);
  }, [path, cache, objects]);
}

export function SearchPalette() {
  const shown = useOpened();
  useRemembered();
  useEffect(() => palette.close, []);
  return shown ? (
    <Suspense fallback={null}>
      <SearchBox close={palette.close} />
    </Suspense>
  ) : null;
}
