// SPDX-License-Identifier: Apache-2.0
// Moving cards between stages: what is asked before, saved, refused, in conflict, taken back. A
// card in a move stands in its new column; its old place stays marked until the move is settled.
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredRecord } from '@/api/types';
import { announce } from '@/base/toasts';
import type { Choice } from '@/records/conflict/conflict';
import { moveTo, stillMine, type Move } from './move';
import type { Stage } from './stages';
import { useMoveSaving } from './useMoveSaving';

// What is known of some records; null forgets it.
function useByRecord<Known>() {
  const [known, setKnown] = useState<ReadonlyMap<string, Known>>(new Map());
  const put = useCallback(
    (id: string, value: Known | null) =>
      setKnown((before) => {
        const next = new Map(before);
        if (value) next.set(id, value);
        else next.delete(id);
        return next;
      }),
    [],
  );
  return [known, put] as const;
}

export function useMoves(stages: Stage[], countIn: (stage: string) => number) {
  const { t } = useTranslation();
  const [moves, put] = useByRecord<Move>();
  const [refusals, refuse] = useByRecord<string>();
  const { submit, saveBeside } = useMoveSaving(put, refuse, countIn);

  // The conflict as the person settled it: what stays mine is saved on top of theirs.
  const resolve = useCallback(
    (move: Move, chosen: Record<string, Choice>) => {
      const { stage_id: stays, ...values } = stillMine(move, chosen);
      return stays ? submit(move, values) : saveBeside(move, values);
    },
    [saveBeside, submit],
  );

  const start = useCallback(
    (record: StoredRecord, to: Stage) => {
      refuse(record.id, null);
      if (record.stage_id === to.id) return;
      const move = moveTo(to, record);
      if (move.fields.length > 0) {
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

  return {
    moves,
    refusals,
    start,
    submit,
    resolve,
    cancel,
    forget: (id: string) => refuse(id, null),
  };
}

export type Moves = ReturnType<typeof useMoves>;
