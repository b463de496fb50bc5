// SPDX-License-Identifier: Apache-2.0
// Long work: what runs, with progress, pause and cancel; what ran, with its receipt, what was left
// out, and undo.
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/client';
import { isActive, useJobs } from '@/api/jobs';
import { useAddress } from '@/base/address';
import { Empty, Failure, Skeleton } from '@/base/State';
import { PageBar } from '@/ui/PageBar';
import { JobDetail } from './JobDetail';
import { JobLine } from './JobLine';
import css from './Jobs.module.css';

export function JobsPage() {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const { data: jobs, error, refetch } = useJobs();
  const open = jobs?.find((job) => job.id === search.job) ?? null;
  const groups = [
    { key: 'now', list: jobs?.filter(isActive) ?? [] },
    { key: 'before', list: jobs?.filter((job) => !isActive(job)) ?? [] },
  ].filter(({ list }) => list.length > 0);
  return (
    <section className={css.page}>
      <PageBar title={t('jobs:title')} />
      {error && !jobs && (
        <Failure text={reasonOf(error, t('jobs:unknown'))} retry={() => void refetch()} />
      )}
      {!jobs && !error && <Skeleton rows={8} />}
      {jobs?.length === 0 && (
        <Empty title={t('jobs:none')} outlined>
          <p>{t('jobs:noneText')}</p>
        </Empty>
      )}
      {groups.length > 0 && (
        <div className={css.split} data-open={open !== null || undefined}>
          <div className={css.lists}>
            {groups.map(({ key, list }) => (
              <section key={key} aria-labelledby={`jobs-${key}`}>
                <h2 id={`jobs-${key}`}>{t(`jobs:${key}`)}</h2>
                <ul className={css.list}>
                  {list.map((job) => (
                    <JobLine
                      key={job.id}
                      job={job}
                      open={job.id === open?.id}
                      choose={() => change({ job: job.id === open?.id ? undefined : job.id })}
                    />
                  ))}
                </ul>
              </section>
            ))}
          </div>
          {open && <JobDetail key={open.id} job={open} close={() => change({ job: undefined })} />}
        </div>
      )}
    </section>
  );
}
