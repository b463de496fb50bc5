// SPDX-License-Identifier: Apache-2.0
// Somebody's records go to others as a job that closes their account with its last batch. It goes
// on when the dialog or the page is closed; a dialog that was closed tells the end in a toast.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { post, reasonOf } from '@/api/client';
import { jobEnded, useJobActs, type Job } from '@/api/jobs';
import { recordPath } from '@/api/odata';
import type { StoredRecord } from '@/api/types';
import { formatNumber } from '@/base/format';
import { showToast } from '@/base/toasts';

const textOf = (error: unknown) => reasonOf(error, String(error));
export const movedBy = (job: Job) => job.receipt?.updated ?? 0;
export const leftBy = (job: Job) => (job.receipt?.skipped ?? 0) + (job.receipt?.failed ?? 0);

function useShown() {
  const shown = useRef(false);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  return shown;
}

// The work of the dialog: what goes wrong is told where somebody looks.
function useGuard(shown: RefObject<boolean>) {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const fail = (error: unknown) => setProblem(textOf(error));
  const guarded = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem('');
    try {
      await work();
    } catch (error) {
      fail(error);
      if (!shown.current) showToast({ text: textOf(error), tone: 'danger' });
    }
    setBusy(false);
    void cache.invalidateQueries({ queryKey: ['records'] });
  };
  return { busy, problem, fail, guarded };
}

// How a hand-over or the way back ended, in words.
function useEndText(user: StoredRecord, given: RefObject<number>) {
  const { t } = useTranslation();
  return (ended: Job) => {
    // The way back opens the account as well, which is no record of theirs.
    const moved = ended.undoes ? Math.min(movedBy(ended), given.current) : movedBy(ended);
    const counts = { count: moved, shown: formatNumber(moved) };
    if (ended.state === 'failed') return ended.error?.message ?? t('people:leave.broken');
    if (ended.undoes) return t('people:leave.back', counts);
    const key = ended.state === 'cancelled' ? 'cancelled' : ended.receipt?.closed ? 'done' : 'open';
    return t(`people:leave.${key}`, { name: String(user.name), ...counts });
  };
}

export function useHandover(user: StoredRecord) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const act = useJobActs();
  const [job, setJob] = useState<Job | null>(null);
  const given = useRef(0);
  const shown = useShown();
  const { busy, problem, fail, guarded } = useGuard(shown);
  const textFor = useEndText(user, given);
  const path = recordPath('users', user.id);

  const follow = async (begun: Job) => {
    setJob(begun);
    const ended = await jobEnded(cache, begun, setJob);
    setJob(ended);
    return ended;
  };
  const tell = (ended: Job) => {
    if (shown.current) return;
    showToast({
      text: textFor(ended),
      tone: ended.state === 'failed' ? 'danger' : 'plain',
      act: ended.undoes
        ? undefined
        : { label: t('people:leave.undo'), run: () => void giveBack(ended) },
    });
  };

  const closeAccount = () => post(`${path}/disable`, {});
  const handOver = (to: string, byTeam: boolean) =>
    guarded(async () => {
      const wish = { to, by_team: byTeam, close: true };
      tell(await follow(await post<Job>(`${path}/reassign`, wish)));
    });
  // The account that the job closed is open again with the records.
  const giveBack = (job: Job) =>
    guarded(async () => {
      given.current = movedBy(job);
      tell(await follow(await act(job.id, 'undo')));
    });
  const cancel = async () => {
    if (job) await act(job.id, 'cancel').catch(fail);
  };

  return { busy, job, problem, handOver, giveBack, cancel, guarded, closeAccount, textFor };
}
