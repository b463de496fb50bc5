// SPDX-License-Identifier: Apache-2.0
// Saving fields of a record in place. When somebody else changed the record meanwhile (412), fields
// that only one side touched are simply saved on top; where both changed the same field, the person
// chooses.
import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, get, reasonOf } from '@/api/client';
import { kAnnotations, recordPath } from '@/api/odata';
import { useSave } from '@/api/records';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { announce, showToast } from '@/base/toasts';
import { askAboutConflict } from './conflict/conflict';
import { authorsOf } from './conflict/authors';
import { columnLabel, inSentence } from './fields';
import { isSame } from './value/parse';

export class GivenUp extends Error {}

// Takes a saved change back, field by field: what somebody else has changed since stays as it is.
function useTakeBack(object: ObjectDefinition) {
  const { t } = useTranslation();
  const { mutateAsync } = useSave(object.name);
  return useCallback(
    async (before: StoredRecord, mine: Record<string, unknown>) => {
      try {
        const now = await get<StoredRecord>(recordPath(object.name, before.id), {
          headers: kAnnotations,
        });
        const names = Object.keys(mine).filter((name) => isSame(now[name], mine[name]));
        if (names.length > 0)
          await mutateAsync({
            record: now,
            changes: Object.fromEntries(names.map((name) => [name, before[name] ?? null])),
            shown: Object.fromEntries(
              names.map((name) => [`${name}@clientela.label`, before[`${name}@clientela.label`]]),
            ),
          });
        if (names.length === Object.keys(mine).length) announce(t('records:undone'));
        else
          showToast({
            text: t(names.length > 0 ? 'records:partlyUndone' : 'records:notUndone'),
            tone: 'danger',
          });
      } catch (error) {
        showToast({ text: refusalOf(error, null, t), tone: 'danger' });
      }
    },
    [mutateAsync, object.name, t],
  );
}

// `quiet`: the caller says itself what was done, and offers to undo it.
export function useFieldSave(object: ObjectDefinition, { quiet = false } = {}) {
  const { t } = useTranslation();
  const { mutateAsync } = useSave(object.name);
  const takeBack = useTakeBack(object);
  const cache = useQueryClient();
  const offerUndo = useCallback(
    (before: StoredRecord, mine: Record<string, unknown>) => {
      const names = Object.keys(mine);
      if (quiet || names.length === 0) return;
      showToast({
        text: t('records:savedFields', {
          count: names.length,
          field: inSentence(columnLabel(object, names[0]!)),
        }),
        act: { label: t('base:undo'), run: () => void takeBack(before, mine) },
      });
    },
    [object, quiet, t, takeBack],
  );
  return useCallback(
    async (
      record: StoredRecord,
      changes: Record<string, unknown>,
      shown: Record<string, unknown> = {},
    ) => {
      try {
        const saved = await mutateAsync({ record, changes, shown });
        offerUndo(record, changes);
        return saved;
      } catch (error) {
        if (!(error instanceof ApiError) || !error.isConflict) throw error;
        const theirs = await get<StoredRecord>(recordPath(object.name, record.id), {
          headers: kAnnotations,
        });
        const both = Object.keys(changes).filter(
          (name) => !isSame(theirs[name], record[name]) && !isSame(theirs[name], changes[name]),
        );
        // What stands there already needs no saving, and no undo that would change nothing.
        let mine = Object.fromEntries(
          Object.entries(changes).filter(([name, value]) => !isSame(theirs[name], value)),
        );
        if (both.length > 0) {
          const chosen = await askAboutConflict({
            object,
            fields: both,
            authors: await authorsOf(object, theirs, both),
            theirs,
            mine: changes,
            shown,
          });
          if (!chosen) throw new GivenUp();
          mine = Object.fromEntries(
            Object.entries(mine).filter(
              ([name]) => !both.includes(name) || chosen[name] === 'mine',
            ),
          );
        }
        if (Object.keys(mine).length === 0) {
          void cache.invalidateQueries({ queryKey: ['records', object.name] });
          return theirs;
        }
        const saved = await mutateAsync({ record: theirs, changes: mine, shown });
        offerUndo(theirs, mine);
        return saved;
      }
    },
    [mutateAsync, object, offerUndo, cache],
  );
}

// The reason of a refusal in words, as close to the field as the server says it.
export function refusalOf(error: unknown, field: string | null, t: TFunction): string {
  if (error instanceof GivenUp) return '';
  if (!(error instanceof ApiError)) return t('records:notSaved');
  if (error.isOffline) return t('records:offline');
  const detail = error.details.find(
    (candidate) => field !== null && candidate.target?.split('/')[0] === field,
  );
  return detail?.message || reasonOf(error, t('records:notSaved'));
}
