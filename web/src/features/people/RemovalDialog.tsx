// SPDX-License-Identifier: Apache-2.0
// Asks before the demonstration goes, with the number; while it goes only how far it is and a way
// to stop; afterwards what became of it.
import { useTranslation } from 'react-i18next';
import { shareOf, type Job } from '@/api/jobs';
import { Button } from '@/base/Button';
import { formatNumber, formatShare } from '@/base/format';
import { IconTrash } from '@/base/icons';
import { Dialog, DialogActs, DialogProblem } from '@/ui/Dialog';
import type { Removal } from './removal';
import css from './People.module.css';

function Progress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const share = shareOf(job);
  return (
    <>
      <p role="status">{t('people:demo.running')}</p>
      <progress
        className={css.track}
        aria-label={job.title}
        value={job.state === 'waiting' ? undefined : (share ?? undefined)}
        max={1}
      />
      {job.total !== null && (
        <p className={`${css.told} figures`}>
          {t('people:leave.doneOf', {
            done: formatNumber(job.done),
            total: formatNumber(job.total),
            share: formatShare(share ?? 0),
          })}
        </p>
      )}
      <p className={css.told}>{t('people:demo.goesOn')}</p>
    </>
  );
}

export function RemovalDialog({
  removal,
  total,
  close,
}: {
  removal: Removal;
  total: number;
  close: () => void;
}) {
  const { t } = useTranslation();
  const { job, isRunning, problem } = removal;
  const isCancelled = job?.state === 'cancelled';
  if (isRunning)
    return (
      <Dialog title={t('people:demo.title')} size={460} close={close}>
        <Progress job={job!} />
        <DialogProblem text={problem} />
        <DialogActs>
          <Button kind="quiet" onClick={() => void removal.cancel()}>
            {t('people:demo.cancel')}
          </Button>
          <Button onClick={close}>{t('base:close')}</Button>
        </DialogActs>
      </Dialog>
    );
  const gone = job?.receipt?.updated ?? 0;
  return (
    <Dialog title={t('people:demo.ask')} size={460} close={close}>
      {isCancelled && (
        <p role="status">
          {t('people:demo.cancelled', { count: gone, shown: formatNumber(gone) })}
        </p>
      )}
      <p>{t('people:demo.warning')}</p>
      <DialogProblem text={problem} />
      <DialogActs>
        <Button kind="quiet" onClick={close} data-autofocus>
          {t('people:demo.keep')}
        </Button>
        <Button
          kind="danger"
          icon={IconTrash}
          busy={removal.begins}
          onClick={() => void removal.begin()}
        >
          {t('people:demo.removeN', { count: total, shown: formatNumber(total) })}
        </Button>
      </DialogActs>
    </Dialog>
  );
}
