// SPDX-License-Identifier: Apache-2.0
// «Hecha»: finishes a task, says so with «Deshacer» (Ctrl Z too), and lets its line stay where it
// stood for a moment, so that a second press meets no other task.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/client';
import { useSave } from '@/api/records';
import type { StoredRecord } from '@/api/types';
import { Button } from '@/base/Button';
import { IconCheck } from '@/base/icons';
import { announce, showToast } from '@/base/toasts';
import type { Finished, Matter } from './first';

const kRestMs = 4000;

// Tasks finished a moment ago, each with the place it had.
export function useFinished() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { mutateAsync } = useSave('activities');
  const [finished, setFinished] = useState<Finished[]>([]);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => () => timers.current.forEach(clearTimeout), []);

  const letGo = (id: string) => setFinished((old) => old.filter(({ matter }) => matter.id !== id));
  // A line under the pointer waits for it to leave.
  const letGoLater = (id: string) => {
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      if (document.querySelector(`li[data-matter="${id}"]:hover`)) letGoLater(id);
      else letGo(id);
    }, kRestMs);
    timers.current.add(timer);
  };
  // Of one task one save after the other: who takes back and finishes it again at once is no
  // conflict with themselves.
  const saves = useRef(new Map<string, Promise<StoredRecord>>());
  const saveAfter = async (
    before: Promise<StoredRecord> | undefined,
    record: StoredRecord,
    status: 'done' | 'open',
  ) => {
    const left = await before?.catch(() => record);
    const newest = left && (left.version ?? 0) > (record.version ?? 0) ? left : record;
    const changes = { status };
    return (await mutateAsync({ record: newest, changes, force: status === 'open' })) ?? newest;
  };
  const save = async (record: StoredRecord, status: 'done' | 'open') => {
    const saving = saveAfter(saves.current.get(record.id), record, status);
    saves.current.set(record.id, saving);
    try {
      await saving;
      return true;
    } catch (error) {
      const text = reasonOf(error, '');
      showToast({ text: text || t('home:notFinished'), tone: 'danger' });
      return false;
    }
  };
  const takeBack = async (matter: Matter) => {
    letGo(matter.id);
    if (await save(matter.record, 'open')) announce(t('home:reopened', { name: matter.title }));
    void cache.invalidateQueries({ queryKey: ['records', 'activities'] });
  };
  const finish = async (matter: Matter, place: number) => {
    setFinished((old) => [...old, { matter, place }]);
    if (!(await save(matter.record, 'done'))) return letGo(matter.id);
    letGoLater(matter.id);
    showToast({
      text: t('home:finished', { name: matter.title }),
      act: { label: t('base:undo'), run: () => void takeBack(matter) },
    });
  };
  return { finished, finish };
}

// Stays focusable while its line rests: who finishes by keyboard keeps their place.
export function FinishButton({
  matter,
  isDone,
  finish,
}: {
  matter: Matter;
  isDone: boolean;
  finish: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Button
      small
      icon={IconCheck}
      aria-disabled={isDone || undefined}
      aria-label={t(isDone ? 'home:finished' : 'home:doneName', { name: matter.title })}
      onClick={() => !isDone && finish()}
    >
      {t('home:done')}
    </Button>
  );
}
