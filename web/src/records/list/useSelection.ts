// SPDX-License-Identifier: Apache-2.0
// Which rows are chosen: one by one, a range with Mayús, all that are loaded, or, asked for a
// second time, everything that the list finds.
import { useCallback, useRef, useState } from 'react';
import type { StoredRecord } from '@/api/types';

export interface Selection {
  ids: ReadonlySet<string>;
  whole: boolean; // everything that the list finds, loaded or not
  chooseWhole: () => void;
  toggle: (rows: StoredRecord[], index: number, range: boolean) => void;
  extend: (rows: StoredRecord[], from: number, to: number) => void;
  toggleAll: (rows: StoredRecord[], on?: boolean) => void;
  clear: () => void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [whole, setWhole] = useState(false);
  const anchor = useRef<number | null>(null);
  const size = useRef(0);
  size.current = ids.size;

  const addRange = useCallback((rows: StoredRecord[], from: number, to: number) => {
    setWhole(false);
    setIds(
      (before) =>
        new Set([
          ...before,
          ...rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id),
        ]),
    );
  }, []);
  const toggle = useCallback(
    (rows: StoredRecord[], index: number, range: boolean) => {
      if (range && anchor.current !== null) return addRange(rows, anchor.current, index);
      anchor.current = index;
      setWhole(false);
      setIds((before) => {
        const next = new Set(before);
        const { id } = rows[index]!;
        if (!next.delete(id)) next.add(id);
        return next;
      });
    },
    [addRange],
  );
  const toggleAll = useCallback((rows: StoredRecord[], on?: boolean) => {
    setWhole(on === true && rows.length > 0 && size.current >= rows.length);
    setIds((before) =>
      !on && before.size >= rows.length ? new Set() : new Set(rows.map((row) => row.id)),
    );
  }, []);
  const clear = useCallback(() => {
    anchor.current = null;
    setWhole(false);
    setIds(new Set());
  }, []);
  const chooseWhole = useCallback(() => setWhole(true), []);
  return { ids, whole, chooseWhole, toggle, extend: addRange, toggleAll, clear };
}
