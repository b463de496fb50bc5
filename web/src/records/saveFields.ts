// SPDX-License-Identifier: Apache-2.0
// Saving fields of a record in place. When somebody else changed the record meanwhile (412), fields
// that only one side touched are simply saved on top; where both changed the same field, the person
// chooses.
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { ApiError, get } from '@/api/client';
import { kAnnotations, recordPath } from '@/api/odata';
import { useSave } from '@/api/records';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { askAboutConflict } from './conflict/conflict';
import { isSame } from './value/parse';

export class GivenUp extends Error {}

export function useFieldSave(object: ObjectDefinition) {
  const { mutateAsync } = useSave(object.name);
  return useCallback(
    async (
      record: StoredRecord,
      changes: Record<string, unknown>,
      shown: Record<string, unknown> = {},
    ) => {
      try {
        return await mutateAsync({ record, changes, shown });
      } catch (error) {
        if (!(error instanceof ApiError) || !error.isConflict) throw error;
        const theirs = await get<StoredRecord>(recordPath(object.name, record.id), {
          headers: kAnnotations,
        });
        const both = Object.keys(changes).filter(
          (name) => !isSame(theirs[name], record[name]) && !isSame(theirs[name], changes[name]),
        );
        let mine = changes;
        if (both.length > 0) {
          const chosen = await askAboutConflict({
            object,
            fields: both,
            theirs,
            mine: changes,
            shown,
          });
          if (!chosen) throw new GivenUp();
          mine = Object.fromEntries(
            Object.entries(changes).filter(
              ([name]) => !both.includes(name) || chosen[name] === 'mine',
            ),
          );
          if (Object.keys(mine).length === 0) return theirs;
        }
        return await mutateAsync({ record: theirs, changes: mine, shown });
      }
    },
    [mutateAsync, object],
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
  return detail?.message || error.message || t('records:notSaved');
}
