// SPDX-License-Identifier: Apache-2.0
// A hand-over in its dialog: how far it is, and once it is over what it did and the way back.
import { useTranslation } from 'react-i18next';
import { isActive, shareOf, type Job } from '@/api/jobs';
import { jobHref } from '@/base/address';
import { Button } from '@/base/Button';
import { formatNumber, formatShare } from '@/base/format';
import { IconArrowBackUp } from '@/base/icons';
import { DialogActs, DialogProblem } from '@/ui/Dialog';
import { leftBy, movedBy, type useHandover } from './handover';
import css from './People.module.css';

type Handover = ReturnType<typeof useHandover>;

const takeFocus = (element: HTMLElement | null) => element?.focus();

function Progress({ job, cancel, close }: { job: Job; cancel: () => void; close: () => void }) {
  const { t } = useTranslation();
  const share = shareOf(job);
  return (
    <>
      <p role="status">{t(`people:leave.${job.state === 'paused' ? 'paused' : 'running'}`)}</p>
      <progress
        className={css.track}
        aria-label={job.title}
        max={1}
        value={job.state === 'waiting' ? undefined : (share ?? undefined)}
      />
      <p className={`${css.told} figures`}>
        {t('people:leave.doneOf', {
          done: formatNumber(job.done),
          total: formatNumber(job.total ?? job.done),
          share: formatShare(share ?? 0),
        })}
      </p>
      <p className={css.told}>
        {t('people:leave.goesOn')} <a href={jobHref(job.id)}>{t('people:leave.jobs')}</a>
      </p>
      <DialogActs>
        <Button kind="quiet" onClick={cancel}>
          {t('people:leave.cancel')}
        </Button>
        <Button onClick={close}>{t('base:close')}</Button>
      </DialogActs>
    </>
  );
}

export function HandoverJob({ handover, close }: { handover: Handover; close: () => void }) {
  const { t } = useTranslation();
  const { job, busy, problem } = handover;
  if (!job) return null;
  if (isActive(job))
    return <Progress job={job} cancel={() => void handover.cancel()} close={close} />;
  const left = leftBy(job);
  const back = job.undoable && !job.undoes && movedBy(job) > 0;
  const failed = problem || (job.state === 'failed' ? handover.textFor(job) : '');
  return (
    <>
      {failed ? (
        <DialogProblem text={failed} />
      ) : (
        <p role="status" tabIndex={-1} ref={takeFocus}>
          {handover.textFor(job)}
        </p>
      )}
      {left > 0 && (
        <p className={css.told}>
          {t('people:leave.left', { count: left, shown: formatNumber(left) })}{' '}
          <a href={jobHref(job.id)}>{t('people:leave.why')}</a>
        </p>
      )}
      <DialogActs>
        {back && (
          <Button icon={IconArrowBackUp} busy={busy} onClick={() => void handover.giveBack(job)}>
            {t('people:leave.undo')}
          </Button>
        )}
        <Button kind="filled" onClick={close}>
          {t('base:close')}
        </Button>
      </DialogActs>
    </>
  );
}
