// SPDX-License-Identifier: Apache-2.0
// Which rows are chosen: one by one, a range with Mayús, all that are loaded.
import { useCallback, useRef, useState } from 'react';
import type { StoredRecord } from '@/api/types';

export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (rows: StoredRecord[], index: number, range: boolean) => void;
  extend: (rows: StoredRecord[], from: number, to: number) => void;
  toggleAll: (rows: StoredRecord[], on?: boolean) => void;
  clear: () => void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<number | null>(null);

  const addRange = useCallback((rows: StoredRecord[], from: number, to: number) => {
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
    setIds((before) =>
      !on && before.size >= rows.length ? new Set() : new Set(rows.map((row) => row.id)),
    );
  }, []);
  const clear = useCallback(() => {
    anchor.current = null;
    setIds(new Set());
  }, []);
  return { ids, toggle, extend: addRange, toggleAll, clear };
}
