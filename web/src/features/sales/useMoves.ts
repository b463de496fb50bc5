// SPDX-License-Identifier: Apache-2.0
// Moving cards between stages: what is asked before, saved, refused, in conflict, taken back. A
// card in a move stands in its new column; its old place stays marked until the move is settled.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, get, reasonOf } from '@/api/client';
import { kAnnotations, recordPath } from '@/api/odata';
import { useSave } from '@/api/records';
import { useObject } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { formatNumber } from '@/base/format';
import { announce, showToast } from '@/base/toasts';
import { authorsOf, type Authors } from '@/records/conflict/authors';
import type { Choice } from '@/records/conflict/conflict';
import { isSame } from '@/records/value/parse';
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
  both?: string[]; // fields that this move and somebody else changed
  authors?: Authors;
}

const kObject = 'opportunities';

export function useMoves(stages: Stage[], countIn: (stage: string) => number) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { mutateAsync } = useSave(kObject);
  const object = useObject(kObject);
  const again = useRef<(move: Move, values: Record<string, unknown>) => Promise<void>>(
    async () => {},
  );
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
          text: reasonOf(error, t('sales:notMoved')),
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
        const changes: Record<string, unknown> = { stage_id: move.to.id, ...move.values };
        const both = Object.keys(changes).filter(
          (name) =>
            !isSame(theirs?.[name], move.record[name]) && !isSame(theirs?.[name], changes[name]),
        );
        // What only somebody else touched stays; the move is saved on top of it.
        if (theirs && both.length === 0 && !move.theirs)
          return again.current({ ...move, theirs }, move.values);
        if (theirs)
          return put(id, {
            ...move,
            phase: 'conflict',
            theirs,
            both,
            authors: object && (await authorsOf(object, theirs, both)),
          });
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
      const text = reasonOf(error, t('sales:notMoved'));
      put(id, null);
      refuse(id, text);
      announce(text);
    },
    [object, put, refuse, t],
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
        await failed({ ...move, values }, error);
      }
    },
    [failed, mutateAsync, put, settle, takeBack, t],
  );

  useEffect(() => {
    again.current = submit;
  }, [submit]);

  // The conflict as the person settled it: what stays mine is saved on top of theirs.
  const resolve = useCallback(
    async (move: Move, chosen: Record<string, Choice>) => {
      const mine = Object.fromEntries(
        Object.entries({ stage_id: move.to.id, ...move.values }).filter(
          ([name]) => !move.both?.includes(name) || chosen[name] === 'mine',
        ),
      );
      const { stage_id: stays, ...values } = mine;
      if (stays) return submit(move, values);
      try {
        if (Object.keys(values).length > 0)
          await mutateAsync({ record: move.theirs!, changes: values });
        await settle(move.record.id);
      } catch (error) {
        await failed(move, error);
      }
    },
    [failed, mutateAsync, settle, submit],
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
