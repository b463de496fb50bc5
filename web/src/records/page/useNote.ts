// SPDX-License-Identifier: Apache-2.0
// What is being written about a record, and writing it: an activity that regards the record.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreate, useRemove } from '@/api/records';
import { useMe } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { momentOfText } from '@/base/dateText';
import { showToast } from '@/base/toasts';
import { refusalOf } from '../saveFields';
import { problemOfDate } from '../value/parse';
import { useNoteDraft, type NoteDraft } from './noteDraft';

export type NoteKind = 'note' | 'call' | 'mail' | 'task' | 'meeting';

export const isPlan = (kind: NoteKind) => kind === 'task' || kind === 'meeting';

const kSubjectMax = 180;

// The first line is the subject; the whole is kept where there is more.
function activityOf(kind: NoteKind, draft: NoteDraft<NoteKind>, moment: string | undefined) {
  const text = draft.text.trim();
  const [first = '', ...rest] = text.split('\n');
  const subject = first.length <= kSubjectMax ? first : `${first.slice(0, kSubjectMax)}…`;
  return {
    kind,
    subject,
    body: rest.length > 0 || subject !== first ? text : undefined,
    status: isPlan(kind) ? 'open' : 'done',
    ...(kind === 'task' && { due_at: moment }),
    ...(kind === 'meeting' && { starts_at: moment }),
    ...(kind === 'call' && {
      direction: draft.direction,
      outcome: draft.outcome.trim() || undefined,
    }),
  };
}

function useWriting(object: ObjectDefinition, record: StoredRecord) {
  const { t } = useTranslation();
  const create = useCreate('activities');
  const remove = useRemove('activities');
  const relate = useCreate('activity_links');
  const cache = useQueryClient();
  const write = async (values: ReturnType<typeof activityOf>) => {
    const activity = await create.mutateAsync(values);
    await relate.mutateAsync({
      activity_id: activity.id,
      object: object.name,
      record_id: record.id,
      role: 'about',
    });
    void cache.invalidateQueries({
      queryKey: ['records', 'activities', 'timeline', object.name, record.id],
    });
    return activity;
  };
  const tell = (activity: StoredRecord) =>
    showToast({
      text: t('records:written'),
      act: {
        label: t('base:undo'),
        run: () =>
          remove.mutate(activity, {
            onError: (error) => showToast({ text: refusalOf(error, null, t), tone: 'danger' }),
          }),
      },
    });
  return { write, tell, busy: create.isPending || relate.isPending };
}

export function useNote(object: ObjectDefinition, record: StoredRecord) {
  const { t } = useTranslation();
  const { write, tell, busy } = useWriting(object, record);
  const me = useMe();
  const [draft, change, throwAway] = useNoteDraft<NoteKind>(
    `${me.user.id} ${object.name} ${record.id}`,
  );
  const [problem, setProblem] = useState('');
  const kind = draft.open ? draft.kind : null;
  const begin = (next: NoteKind) => change({ kind: next, open: true });
  const put = () => change({ open: false });

  async function submit() {
    if (!kind) return;
    const { text, when } = draft;
    const moment = isPlan(kind) && when.trim() ? momentOfText(when) : undefined;
    if (!text.trim()) return setProblem(t('records:textMissing'));
    if (moment === null) return setProblem(t(problemOfDate(when, true)));
    try {
      const activity = await write(activityOf(kind, draft, moment));
      throwAway();
      setProblem('');
      tell(activity);
    } catch (error) {
      setProblem(refusalOf(error, null, t));
    }
  }

  return { draft, change, throwAway, kind, begin, put, problem, submit, busy };
}

export type Note = ReturnType<typeof useNote>;
