// SPDX-License-Identifier: Apache-2.0
// Moving cards between stages: what is asked before, saved, refused, in conflict, taken back. A
// card in a move stands in its new column; its old place stays marked until the move is settled.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, get } from '@/api/client';
import { kAnnotations, recordPath } from '@/api/odata';
import { useSave } from '@/api/records';
import type { StoredRecord } from '@/api/types';
import { formatNumber } from '@/base/format';
import { announce, showToast } from '@/base/toasts';
import { missingFor, type Stage } from './stages';

export interface Move {
  record: StoredRecord;
  from: string;
  to: Stage;
  phase: 'asking' | 'saving' | 'settling' | 'conflict';
  fields: string[];
  problems: Record<string, string>;
  values: Record<string, unknown>;
  theirs?: StoredRecord;
}

const kObject = 'opportunities';

export function useMoves(stages: Stage[], countIn: (stage: string) => number) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { mutateAsync } = useSave(kObject);
  const [moves, setMoves] = useState<ReadonlyMap<string, Move>>(new Map());
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map());
  const latest = useRef(countIn);
  useEffect(() => {
    latest.current = countIn;
  });

  const put = useCallback(
    (id: string, move: Move | null) =>
      setMoves((before) => {
        const next = new Map(before);
        if (move) next.set(id, move);
        else next.delete(id);
        return next;
      }),
    [],
  );
  const refuse = useCallback(
    (id: string, text: string | null) =>
      setRefusals((before) => {
        const next = new Map(before);
        if (text) next.set(id, text);
        else next.delete(id);
        return next;
      }),
    [],
  );

  const settle = useCallback(
    async (id: string) => {
      await cache.invalidateQueries({ queryKey: ['records', kObject] });
      put(id, null);
    },
    [cache, put],
  );

  // Back to where it was; the server decides whether that is still possible.
  const takeBack = useCallback(
    async (record: StoredRecord, stage: string) => {
      try {
        await mutateAsync({ record, changes: { stage_id: stage }, force: true });
      } catch (error) {
        showToast({
          text: error instanceof ApiError && error.message ? error.message : t('sales:notMoved'),
          tone: 'danger',
        });
      }
      await cache.invalidateQueries({ queryKey: ['records', kObject] });
    },
    [cache, mutateAsync, t],
  );

  const failed = useCallback(
    async (move: Move, error: unknown) => {
      const id = move.record.id;
      if (error instanceof ApiError && error.isConflict) {
        const theirs = await get<StoredRecord>(recordPath(kObject, id), {
          headers: kAnnotations,
        }).catch(() => null);
        if (theirs) return put(id, { ...move, phase: 'conflict', theirs });
      }
      const details =
        error instanceof ApiError
          ? error.details.filter((detail) => detail.target && detail.target !== 'stage_id')
          : [];
      if (details.length > 0) {
        const problems = Object.fromEntries(
          details.map((detail) => [detail.target!.split('/')[0]!, detail.message]),
        );
        return put(id, {
          ...move,
          phase: 'asking',
          fields: [...new Set([...move.fields, ...Object.keys(problems)])],
          problems,
        });
      }
      const text = error instanceof ApiError && error.message ? error.message : t('sales:notMoved');
      put(id, null);
      refuse(id, text);
      announce(text);
    },
    [put, refuse, t],
  );

  const submit = useCallback(
    async (
      move: Move,
      values: Record<string, unknown>,
      shown: Record<string, unknown> = {},
      force = false,
    ) => {
      const id = move.record.id;
      const record = move.theirs ?? move.record;
      put(id, { ...move, phase: 'saving', values, problems: {} });
      try {
        const saved = await mutateAsync({
          record,
          changes: { stage_id: move.to.id, ...values },
          shown: { 'stage_id@clientela.label': move.to.name, ...shown },
          force,
        });
        put(id, {
          ...move,
          record: { ...record, ...values, ...shown, ...saved },
          phase: 'settling',
          values,
        });
        announce(
          t('sales:moved', {
            stage: move.to.name,
            at: 1,
            count: formatNumber(latest.current(move.to.id) + 1),
          }),
        );
        showToast({
          text: t('sales:movedToast', { name: String(record.name), stage: move.to.name }),
          act: {
            label: t('base:undo'),
            run: () => void takeBack({ ...record, ...saved }, move.from),
          },
        });
        await settle(id);
      } catch (error) {
        await failed(move, error);
      }
    },
    [failed, mutateAsync, put, settle, takeBack, t],
  );

  const start = useCallback(
    (record: StoredRecord, to: Stage) => {
      refuse(record.id, null);
      if (record.stage_id === to.id) return;
      const fields = missingFor(to, record);
      const move: Move = {
        record,
        from: String(record.stage_id),
        to,
        phase: 'asking',
        fields,
        problems: {},
        values: {},
      };
      if (fields.length > 0) {
        put(record.id, move);
        announce(t('sales:asks', { stage: to.name }));
      } else {
        void submit(move, {});
      }
    },
    [put, refuse, submit, t],
  );

  const cancel = useCallback(
    (id: string) => {
      const move = moves.get(id);
      put(id, null);
      const back = stages.find((stage) => stage.id === move?.from);
      if (back) announce(t('sales:back', { stage: back.name }));
    },
    [moves, put, stages, t],
  );

  return { moves, refusals, start, submit, cancel, forget: (id: string) => refuse(id, null) };
}

export type Moves = ReturnType<typeof useMoves>;
