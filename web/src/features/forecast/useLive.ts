// SPDX-License-Identifier: Apache-2.0
// The forecast changes by itself: events of opportunities ask for it again, and what moved is kept
// for a short while so that the page can show it.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useChanges } from '@/api/changes';
import type { ChangeEvent } from '@/api/types';
import { changesBetween, type Delta, type Forecast } from './forecast';

const kDebounceMs = 700;
const kShownMs = 8000;

export interface Live {
  deltas: ReadonlyMap<string, Delta>;
  stamp: number;
}

export function useLive(forecast: Forecast | undefined, asked: string): Live {
  const cache = useQueryClient();
  const [live, setLive] = useState<Live>({ deltas: new Map(), stamp: 0 });
  const before = useRef<{ asked: string; forecast: Forecast } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pushed = useRef(false);

  useChanges(
    useCallback(
      (change: ChangeEvent) => {
        if (
          !['opportunities', 'stages', 'pipelines', 'teams', 'territories', 'users'].includes(
            change.object,
          ) ||
          timer.current
        )
          return;
        timer.current = setTimeout(() => {
          timer.current = undefined;
          pushed.current = true;
          void cache.invalidateQueries({ queryKey: ['forecast'] });
        }, kDebounceMs);
      },
      [cache],
    ),
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  useEffect(() => {
    if (!forecast) return;
    const last = before.current;
    before.current = { asked, forecast };
    if (
      !last ||
      last.asked !== asked ||
      !pushed.current ||
      last.forecast === forecast ||
      last.forecast.currency !== forecast.currency
    )
      return;
    pushed.current = false;
    const deltas = changesBetween(last.forecast, forecast);
    if (deltas.size > 0) setLive({ deltas, stamp: Date.now() });
  }, [forecast, asked]);

  useEffect(() => {
    if (live.deltas.size === 0) return;
    const end = setTimeout(() => setLive(({ stamp }) => ({ deltas: new Map(), stamp })), kShownMs);
    return () => clearTimeout(end);
  }, [live]);
  return live;
}
