// SPDX-License-Identifier: Apache-2.0
// A small sign in the sidebar while work of mine runs; it leads to the page of jobs.
import { useTranslation } from 'react-i18next';
import { shareOf, useActiveJobs } from '@/api/jobs';
import { useMe } from '@/api/session';
import { formatShare } from '@/base/format';
import css from './Jobs.module.css';

export function JobsBeacon({ narrow = false }: { narrow?: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const { data: jobs } = useActiveJobs(me.user.id);
  if (!jobs || jobs.length === 0) return null;
  const job = jobs.find(({ state }) => state === 'running') ?? jobs[0]!;
  const share = shareOf(job);
  const label = t('jobs:mine', { count: jobs.length });
  return (
    <a className={css.beacon} href="#/jobs" aria-label={`${label}. ${job.title}`}>
      {!narrow && (
        <span className={css.beaconText}>
          <span>{job.title}</span>
          <span className="figures">{share === null ? '…' : formatShare(share)}</span>
        </span>
      )}
      <span className={css.beaconTrack} aria-hidden>
        <span style={{ width: `${(share ?? 0.1) * 100}%` }} />
      </span>
    </a>
  );
}
