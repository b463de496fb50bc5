// SPDX-License-Identifier: Apache-2.0
// Earlier imports and the slip of the one in view.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Chip, type Tone } from '@/base/Chip';
import { formatNumber, formatRelative } from '@/base/format';
import { manyLabel } from '@/records/fields';
import { useImports, useJob, type JobState } from './imports';
import { JobReceipt } from './JobReceipt';
import css from './Import.module.css';

const kTones: Record<JobState, Tone> = {
  queued: 'neutral',
  running: 'info',
  paused: 'attention',
  done: 'ok',
  failed: 'danger',
  cancelled: 'neutral',
  undone: 'neutral',
};

// While a run shows its own slip, the history does not show it again.
export function History({ objects, running }: { objects: ObjectDefinition[]; running: boolean }) {
  const { t } = useTranslation();
  const { data } = useImports();
  const [open, setOpen] = useState<string | null>(null);
  const jobs = data ?? [];
  const shown =
    jobs.find((job) => job.id === open) ?? (running ? undefined : jobs.find((job) => job.receipt));
  const { data: whole } = useJob(shown?.receipt ? shown.id : null); // the list leaves errors off
  return (
    <aside className={css.history} aria-label={t('import:history')}>
      {shown?.receipt && (
        <>
          <p className={css.asideTitle}>{t(open ? 'import:thisOne' : 'import:lastOne')}</p>
          <JobReceipt key={`${shown.id} ${shown.state}`} job={whole?.receipt ? whole : shown} />
        </>
      )}
      <h2>{t('import:history')}</h2>
      {data && jobs.length === 0 && <p className={css.hint}>{t('import:noHistory')}</p>}
      <ul>
        {jobs.slice(0, 30).map((job) => {
          const object = objects.find(({ name }) => name === job.object);
          return (
            <li key={job.id}>
              <button
                type="button"
                aria-pressed={shown?.id === job.id}
                onClick={() => setOpen(job.id)}
                disabled={!job.receipt}
              >
                <span className={css.fileName}>{job.file_name}</span>
                <span className={css.hint}>
                  {[
                    object && manyLabel(object),
                    job.created_at && formatRelative(job.created_at),
                    job.receipt &&
                      t('import:rows', {
                        count: job.receipt.rows,
                        shown: formatNumber(job.receipt.rows),
                      }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                {job.undoes && <Chip>{t('import:undoing')}</Chip>}
                {job.state !== 'done' && (
                  <Chip tone={kTones[job.state]}>{t(`import:state.${job.state}`)}</Chip>
                )}
                {job.state === 'done' && (job.receipt?.failed ?? 0) > 0 && (
                  <Chip tone="attention">
                    {t('import:aside', {
                      count: job.receipt!.failed,
                      shown: formatNumber(job.receipt!.failed),
                    })}
                  </Chip>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}
