// SPDX-License-Identifier: Apache-2.0
// How far an export is, for eyes and for ears.
import { useTranslation } from 'react-i18next';
import { shareOf, type Job } from '@/api/jobs';
import { formatNumber, formatShare } from '@/base/format';
import css from './ExportDialog.module.css';

export function ExportProgress({ job }: { job: Job | null }) {
  const { t } = useTranslation();
  const share = job ? shareOf(job) : null;
  const waits = !job || job.state === 'waiting';
  return (
    <div>
      <p role="status">{t(waits ? 'export:waiting' : 'export:running')}</p>
      <progress
        className={css.progress}
        aria-label={t('export:title')}
        max={1}
        value={share ?? undefined}
      />
      <p className={`${css.help} figures`}>
        {job && job.total !== null
          ? t('export:doneOf', {
              done: formatNumber(job.done),
              total: formatNumber(job.total),
              share: formatShare(share ?? 0),
            })
          : job && job.done > 0
            ? t('export:done', { count: job.done, shown: formatNumber(job.done) })
            : ' '}
      </p>
      <p className={css.help}>{t('export:goesOn')}</p>
    </div>
  );
}
