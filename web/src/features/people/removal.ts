// SPDX-License-Identifier: Apache-2.0
// The removal of the demonstration as a job: begun here, or found running when one comes back.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post, reasonOf } from '@/api/client';
import { isActive, jobEnded, useActiveJobs, useJobActs, type Job } from '@/api/jobs';
import { useMe } from '@/api/session';

export type Removal = ReturnType<typeof useRemoval>;

export function useRemoval() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const act = useJobActs();
  const [job, setJob] = useState<Job | null>(null);
  const [begins, setBegins] = useState(false);
  const [problem, setProblem] = useState('');
  const { data: active } = useActiveJobs(useMe().user.id);
  const found = active?.find(({ kind }) => kind === 'demo_remove');

  const follow = useCallback(
    async (begun: Job) => {
      setJob(begun);
      setJob(await jobEnded(cache, begun, setJob));
      await cache.invalidateQueries();
    },
    [cache],
  );
  const guarded = async (work: () => Promise<unknown>) => {
    setProblem('');
    try {
      await work();
    } catch (error) {
      setProblem(reasonOf(error, t('people:demo.failed')));
    }
  };
  useEffect(() => {
    // One that is lost sight of is found again with the next list.
    if (found && !job) follow(found).catch(() => setJob(null));
  }, [found, job, follow]);

  return {
    job,
    begins,
    problem: problem || (job?.state === 'failed' && job.error?.message) || '',
    isRunning: job !== null && isActive(job),
    begin: async () => {
      setBegins(true);
      await guarded(async () => follow(await post<Job>('api/v1/demo/remove', {})));
      setBegins(false);
    },
    cancel: () => guarded(async () => job && act(job.id, 'cancel')),
  };
}
