// SPDX-License-Identifier: Apache-2.0
// Saving a move and what comes of it: done, and taken back if the person wants; asked for more, in
// conflict, or refused.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, get, reasonOf } from '@/api/client';
import { kAnnotations, recordPath } from '@/api/odata';
import { useSave } from '@/api/records';
import { useObject } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { formatNumber } from '@/base/format';
import { announce, showToast } from '@/base/toasts';
import { authorsOf } from '@/records/conflict/authors';
import { askedAgain, changedByBoth, type Move } from './move';

const kObject = 'opportunities';

type Values = Record<string, unknown>;
type PutMove = (id: string, move: Move | null) => void;
type Refuse = (id: string, text: string | null) => void;
type Submit = (move: Move, values: Values, shown?: Values) => Promise<void>;

function useReload() {
  const cache = useQueryClient();
  return useCallback(() => cache.invalidateQueries({ queryKey: ['records', kObject] }), [cache]);
}

// Back to where it was; the server decides whether that is still possible.
function useTakeBack() {
  const { t } = useTranslation();
  const { mutateAsync } = useSave(kObject);
  const reload = useReload();
  return useCallback(
    async (record: StoredRecord, stage: string) => {
      try {
        await mutateAsync({ record, changes: { stage_id: stage }, force: true });
      } catch (error) {
        showToast({ text: reasonOf(error, t('sales:notMoved')), tone: 'danger' });
      }
      await reload();
    },
    [mutateAsync, reload, t],
  );
}

// Says that a card has moved, with the way back.
function useTellMoved(countIn: (stage: string) => number) {
  const { t } = useTranslation();
  const takeBack = useTakeBack();
  const latest = useRef(countIn);
  useEffect(() => {
    latest.current = countIn;
  });
  return useCallback(
    (move: Move, saved: StoredRecord) => {
      announce(
        t('sales:moved', {
          stage: move.to.name,
          at: 1,
          count: formatNumber(latest.current(move.to.id) + 1),
        }),
      );
      showToast({
        text: t('sales:movedToast', { name: String(saved.name), stage: move.to.name }),
        act: { label: t('base:undo'), run: () => void takeBack(saved, move.from) },
      });
    },
    [takeBack, t],
  );
}

function useFailed(put: PutMove, refuse: Refuse, again: RefObject<Submit>) {
  const { t } = useTranslation();
  const object = useObject(kObject);
  return useCallback(
    async (move: Move, error: unknown) => {
      const id = move.record.id;
      if (error instanceof ApiError && error.isConflict) {
        const theirs = await get<StoredRecord>(recordPath(kObject, id), {
          headers: kAnnotations,
        }).catch(() => null);
        const both = changedByBoth(move, theirs);
        // What only somebody else touched stays; the move is saved on top of it.
        if (theirs && both.length === 0 && !move.theirs)
          return again.current({ ...move, theirs }, move.values);
        if (theirs) {
          const authors = object && (await authorsOf(object, theirs, both));
          return put(id, { ...move, phase: 'conflict', theirs, both, authors });
        }
      }
      const asked = askedAgain(move, error);
      if (asked) return put(id, asked);
      const text = reasonOf(error, t('sales:notMoved'));
      put(id, null);
      refuse(id, text);
      announce(text);
    },
    [again, object, put, refuse, t],
  );
}

export function useMoveSaving(put: PutMove, refuse: Refuse, countIn: (stage: string) => number) {
  const { mutateAsync } = useSave(kObject);
  const again = useRef<Submit>(async () => {});
  const reload = useReload();
  const tellMoved = useTellMoved(countIn);
  const failed = useFailed(put, refuse, again);

  const submit: Submit = useCallback(
    async (move, values, shown = {}) => {
      const id = move.record.id;
      const record = move.theirs ?? move.record;
      put(id, { ...move, phase: 'saving', values, problems: {} });
      try {
        const saved = await mutateAsync({
          record,
          changes: { stage_id: move.to.id, ...values },
          shown: { 'stage_id@clientela.label': move.to.name, ...shown },
        });
        const arrived = { ...record, ...values, ...shown, ...saved };
        put(id, { ...move, record: arrived, phase: 'settling', values });
        tellMoved(move, { ...record, ...saved });
        await reload();
        put(id, null);
      } catch (error) {
        await failed({ ...move, values }, error);
      }
    },
    [failed, mutateAsync, put, reload, tellMoved],
  );
  useEffect(() => {
    again.current = submit;
  }, [submit]);

  // What stays mine although the stage became theirs.
  const saveBeside = useCallback(
    async (move: Move, values: Values) => {
      try {
        if (Object.keys(values).length > 0)
          await mutateAsync({ record: move.theirs!, changes: values });
        await reload();
        put(move.record.id, null);
      } catch (error) {
        await failed(move, error);
      }
    },
    [failed, mutateAsync, put, reload],
  );
  return { submit, saveBeside };
}
