// SPDX-License-Identifier: Apache-2.0
// One export from the wish to the file: begun, followed, downloaded. When its dialog is closed in
// between, the work goes on and a toast says where the file is.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { beginExport, cancelExport, download, followExport, type ExportWish } from '@/api/exports';
import { exportedOf, leftByRight, type Job } from '@/api/jobs';
import { formatNumber } from '@/base/format';
import { showToast } from '@/base/toasts';

export function useExport(close: () => void) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [begun, setBegun] = useState(false);
  const [job, setJob] = useState<Job | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);

  const textOf = (error: unknown) =>
    (error instanceof ApiError && (error.details[0]?.message || error.message)) ||
    t('export:failed');
  const fail = (text: string) => {
    if (!open.current) return showToast({ text, tone: 'danger' });
    setBegun(false);
    setJob(null);
    setProblem(text);
  };
  const deliver = (done: Job) => {
    const name = done.file?.name ?? '';
    const [count, left] = [exportedOf(done), leftByRight(done)];
    const text = (key: string) =>
      t(`export:${key}`, { name, count, shown: formatNumber(count) }) +
      (left > 0 ? ` ${t('export:leftOut', { count: left, shown: formatNumber(left) })}` : '');
    if (!open.current) return showToast({ text: text('waits') });
    download(done);
    showToast({ text: text('ready') });
    close();
  };

  const begin = async (wish: ExportWish) => {
    setProblem(null);
    setBegun(true);
    try {
      const first = await beginExport(wish);
      if (open.current) setJob(first);
      void cache.invalidateQueries({ queryKey: ['jobs'] });
      const end = await followExport(first, (state) => open.current && setJob(state));
      void cache.invalidateQueries({ queryKey: ['jobs'] });
      if (end.state === 'done') deliver(end);
      else if (end.state === 'failed') fail(end.error?.message || t('export:failed'));
      else if (open.current) {
        setBegun(false);
        setJob(null);
      }
    } catch (error) {
      fail(textOf(error));
    }
  };
  const cancel = async () => {
    if (!job) return;
    try {
      await cancelExport(job.id);
    } catch (error) {
      // It ended in this very moment: what follows it says how.
      if (!(error instanceof ApiError && error.status === 409)) setProblem(textOf(error));
    }
  };
  return { job, begun, problem, begin, cancel };
}
