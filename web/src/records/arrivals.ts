// SPDX-License-Identifier: Apache-2.0
// What arrives while somebody reads does not push the rows away: it waits behind «2 novedades»
// until it is asked for. Own rows, and those that come after the last one (the next page), show at
// once.
import { useCallback, useMemo, useRef, useState } from 'react';

export interface Arrivals<T> {
  shown: T[];
  waiting: number;
  reveal: () => void;
}

interface Seen {
  list: string;
  keys: Set<string>;
}

export function sortArrivals<T>(
  items: readonly T[],
  seen: ReadonlySet<string>,
  keyOf: (item: T) => string,
  isOwn: (item: T) => boolean,
): { shown: T[]; waiting: number } {
  const last = items.findLastIndex((item) => seen.has(keyOf(item)));
  const shown = items.filter((item, at) => at > last || seen.has(keyOf(item)) || isOwn(item));
  return { shown, waiting: items.length - shown.length };
}

// `list` names what is asked (another filter is another list); `settled` is false while the rows
// shown still belong to the list before.
export function useArrivals<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  isOwn: (item: T) => boolean,
  list: string,
  settled = true,
): Arrivals<T> {
  const seen = useRef<Seen>({ list: '', keys: new Set() });
  const [revealed, setRevealed] = useState(0);
  const sorted = useMemo(() => {
    void revealed;
    if (!settled) return { shown: [...items], waiting: 0 };
    if (seen.current.list !== list) seen.current = { list, keys: new Set() };
    const found = sortArrivals(items, seen.current.keys, keyOf, isOwn);
    found.shown.forEach((item) => seen.current.keys.add(keyOf(item)));
    return found;
  }, [items, keyOf, isOwn, list, settled, revealed]);
  const reveal = useCallback(() => {
    seen.current = { list: '', keys: new Set() };
    setRevealed((before) => before + 1);
  }, []);
  return { ...sorted, reveal };
}
