// SPDX-License-Identifier: Apache-2.0
// One job in the list: what, who, when; progress and acts while it lasts, counts once it is over.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/client';
import {
  isActive,
  isPartial,
  leftByRight,
  leftOf,
  notBegunOf,
  rowsOf,
  shareOf,
  speedOf,
  stateKey,
  useJobActs,
  type Job,
  type JobAct,
} from '@/api/jobs';
import { Button } from '@/base/Button';
import { Chip, type Tone } from '@/base/Chip';
import { formatNumber, formatRelative, formatShare } from '@/base/format';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@/base/icons';
import { showToast } from '@/base/toasts';
import css from './Jobs.module.css';

const kTones: Record<Job['state'], Tone> = {
  waiting: 'neutral',
  running: 'info',
  paused: 'attention',
  cancelled: 'neutral',
  done: 'ok',
  failed: 'danger',
};

const toneOf = (job: Job): Tone =>
  job.undone ? 'neutral' : isPartial(job) ? 'attention' : kTones[job.state];

export function Progress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const share = shareOf(job);
  const speed = job.state === 'running' ? speedOf(job) : null;
  return (
    <div className={css.progress}>
      <div
        className={css.track}
        role="progressbar"
        aria-label={job.title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        data-state={job.state}
      >
        <span style={{ width: `${(share ?? 0.04) * 100}%` }} />
      </div>
      <p className={`${css.figures} figures`}>
        {job.total === null
          ? t('jobs:done', { count: job.done, shown: formatNumber(job.done) })
          : t('jobs:doneOf', {
              done: formatNumber(job.done),
              total: formatNumber(job.total),
              share: formatShare(share ?? 0),
            })}
        {speed !== null && speed > 0 && ` · ${t('jobs:speed', { speed: formatNumber(speed) })}`}
      </p>
    </div>
  );
}

function Acts({ job }: { job: Job }) {
  const { t } = useTranslation();
  const act = useJobActs();
  const [busy, setBusy] = useState<JobAct | null>(null);
  const run = async (name: JobAct) => {
    setBusy(name);
    try {
      await act(job.id, name);
    } catch (error) {
      const text = reasonOf(error, t('jobs:unknown'));
      showToast({ text, tone: 'danger' });
    }
    setBusy(null);
  };
  return (
    <div className={css.lineActs}>
      {job.state === 'paused' ? (
        <Button
          small
          icon={IconPlayerPlay}
          busy={busy === 'resume'}
          onClick={() => void run('resume')}
        >
          {t('jobs:resume')}
        </Button>
      ) : (
        <Button
          small
          icon={IconPlayerPause}
          busy={busy === 'pause'}
          onClick={() => void run('pause')}
        >
          {t('jobs:pause')}
        </Button>
      )}
      <Button
        small
        kind="quiet"
        icon={IconX}
        busy={busy === 'cancel'}
        onClick={() => void run('cancel')}
      >
        {t('jobs:cancel')}
      </Button>
    </div>
  );
}

export function JobLine({ job, open, choose }: { job: Job; open: boolean; choose: () => void }) {
  const { t } = useTranslation();
  const left = leftOf(job);
  const byRight = leftByRight(job);
  const notBegun = notBegunOf(job);
  return (
    <li className={css.line} data-open={open || undefined}>
      <button type="button" className={css.head} aria-expanded={open} onClick={choose}>
        <span className={css.name}>{job.title}</span>
        <Chip tone={toneOf(job)}>{t(stateKey(job))}</Chip>
        <span className={css.about}>
          {[
            job.started_by?.name ?? t('jobs:commandLine'),
            formatRelative(job.created_at),
            !isActive(job) &&
              job.receipt &&
              job.kind !== 'index' &&
              t('jobs:rows', { count: rowsOf(job), shown: formatNumber(rowsOf(job)) }),
            left > 0 && t('jobs:leftOut', { count: left, shown: formatNumber(left) }),
            byRight > 0 && t('jobs:byRight', { count: byRight, shown: formatNumber(byRight) }),
            notBegun > 0 && t('jobs:notBegun', { count: notBegun, shown: formatNumber(notBegun) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </button>
      {isActive(job) && (
        <div className={css.running}>
          <Progress job={job} />
          <Acts job={job} />
        </div>
      )}
    </li>
  );
}
