// SPDX-License-Identifier: Apache-2.0
// A card on its way to another stage, and what a refusal of the server or a conflict makes of it.
import { ApiError } from '@/api/client';
import type { StoredRecord } from '@/api/types';
import type { Authors } from '@/records/conflict/authors';
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

export const moveTo = (to: Stage, record: StoredRecord): Move => ({
  record,
  from: String(record.stage_id),
  to,
  phase: 'asking',
  fields: missingFor(to, record),
  problems: {},
  values: {},
});

const changesOf = (move: Move): Record<string, unknown> => ({
  stage_id: move.to.id,
  ...move.values,
});

export function changedByBoth(move: Move, theirs: StoredRecord | null): string[] {
  const changes = changesOf(move);
  return Object.keys(changes).filter(
    (name) => !isSame(theirs?.[name], move.record[name]) && !isSame(theirs?.[name], changes[name]),
  );
}

// What of the move is saved on top of theirs, as the person settled the conflict.
export const stillMine = (move: Move, chosen: Record<string, Choice>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(changesOf(move)).filter(
      ([name]) => !move.both?.includes(name) || chosen[name] === 'mine',
    ),
  );

// Asks in the card for the fields that the server refused; null when it named none.
export function askedAgain(move: Move, error: unknown): Move | null {
  const details =
    error instanceof ApiError
      ? error.details.filter((detail) => detail.target && detail.target !== 'stage_id')
      : [];
  if (details.length === 0) return null;
  const problems = Object.fromEntries(
    details.map((detail) => [detail.target!.split('/')[0]!, detail.message]),
  );
  return {
    ...move,
    phase: 'asking',
    fields: [...new Set([...move.fields, ...Object.keys(problems)])],
    problems,
  };
}
