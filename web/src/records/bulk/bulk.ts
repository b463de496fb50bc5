// SPDX-License-Identifier: Apache-2.0
// An act on everything that a query finds: what it would touch, and the job that does it.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { post, reasonOf } from '@/api/client';
import { jobEnded, jobPath, type Job } from '@/api/jobs';
import { formatNumber } from '@/base/format';
import { closeToast, showToast } from '@/base/toasts';

export type BulkAction = 'edit' | 'delete' | 'restore' | 'assign' | 'classify' | 'unclassify';

export interface BulkQuery {
  filter?: string;
  search?: string;
  bin?: boolean;
}

export interface BulkReach {
  count: number;
  changeable: number;
  locked: number;
}

export type BulkValues = Record<string, unknown>;

const wordsOf = (action: BulkAction, query: BulkQuery, values: BulkValues) => ({
  action,
  filter: query.filter ?? '',
  search: query.search ?? '',
  ...(action === 'restore' ? { bin: true } : {}),
  ...(Object.keys(values).length > 0 ? { values } : {}),
});

// How many records it touches does not depend on the values.
export const preview = (object: string, action: BulkAction, query: BulkQuery): Promise<BulkReach> =>
  post<BulkReach>(`api/v1/${object}/bulk`, { ...wordsOf(action, query, {}), preview: true });

// A filter of so many ids still fits into a request.
export const kChosenMax = 400;

export const chosenFilter = (ids: Iterable<string>) =>
  `id in (${[...ids].map((id) => `'${id}'`).join(',')})`;

// Starts the act and tells its end with «Deshacer»; long work says so in the meantime.
export function useBulk(object: string) {
  const { t } = useTranslation();
  const cache = useQueryClient();

  const told = (action: BulkAction, job: Job) => {
    const counts = job.receipt;
    const done = counts?.updated ?? 0;
    const left = (counts?.skipped ?? 0) + (counts?.failed ?? 0);
    const parts = [
      t(`bulk:done.${action}`, { count: done, shown: formatNumber(done) }),
      left > 0 && t('bulk:leftOut', { count: left, shown: formatNumber(left) }),
    ].filter(Boolean);
    if (job.state === 'failed') return job.error?.message ?? t('bulk:failed');
    return parts.join(' · ');
  };
  const undo = async (job: Job) => {
    try {
      const undoing = await jobEnded(cache, await post<Job>(`${jobPath(job.id)}/undo`));
      const skipped = undoing.receipt?.skipped ?? 0;
      showToast({
        text:
          t('bulk:undone') +
          (skipped > 0
            ? ` · ${t('bulk:notUndone', { count: skipped, shown: formatNumber(skipped) })}`
            : ''),
      });
    } catch (error) {
      const text = reasonOf(error, t('bulk:failed'));
      showToast({ text, tone: 'danger' });
    }
  };

  return async (action: BulkAction, query: BulkQuery, values: BulkValues, expected: number) => {
    const job = await post<Job>(`api/v1/${object}/bulk`, {
      ...wordsOf(action, query, values),
      expected_count: expected,
    });
    void cache.invalidateQueries({ queryKey: ['jobs'] });
    let shown: number | null = null;
    const waiting = setTimeout(() => {
      shown = showToast({ text: t('bulk:running', { title: job.title }) });
    }, 1500);
    void jobEnded(cache, job)
      .then((ended) =>
        showToast({
          text: told(action, ended),
          tone: ended.state === 'failed' ? 'danger' : 'plain',
          act: ended.undoable ? { label: t('base:undo'), run: () => void undo(ended) } : undefined,
        }),
      )
      .catch(() => showToast({ text: t('bulk:lost'), tone: 'danger' }))
      .finally(() => {
        clearTimeout(waiting);
        if (shown !== null) closeToast(shown);
      });
  };
}
