// SPDX-License-Identifier: Apache-2.0
// A run while it lasts and its outcome: the dry run with what would happen, or the import with its
// receipt.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { ObjectDefinition } from '@/api/types';
import { listHref } from '@/base/address';
import { Button } from '@/base/Button';
import { formatNumber, formatShare } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { IconCheck, IconKey, IconUpload } from '@/base/icons';
import { Skeleton } from '@/base/State';
import { announce } from '@/base/toasts';
import { fieldOf, inSentence, manyLabel } from '@/records/fields';
import { kCounted, sumOf } from '@/ui/Receipt';
import { Errors } from './Errors';
import { isRunning, useJob, useJobActs, type ImportJob, type ImportReceipt } from './imports';
import { JobReceipt } from './JobReceipt';
import css from './Import.module.css';

// Rows per second, over the time this page has watched.
function useSpeed(job: ImportJob | undefined): number | null {
  const first = useRef<{ at: number; done: number } | null>(null);
  const done = job?.progress?.done;
  if (done === undefined) return null;
  first.current ??= { at: performance.now(), done };
  const seconds = (performance.now() - first.current.at) / 1000;
  return seconds > 0.5 ? Math.round((done - first.current.done) / seconds) : null;
}

function Progress({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const acts = useJobActs();
  const speed = useSpeed(job);
  const [stopping, setStopping] = useState(false);
  const { done = 0, total = null } = job.progress ?? {};
  const share = total ? Math.min(1, done / total) : null;
  return (
    <div className={css.progress}>
      <h2 className={css.headline}>{t(job.dry_run ? 'import:trying' : 'import:importing')}</h2>
      <div
        className={css.track}
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        aria-label={t('import:progress')}
      >
        <span style={{ width: `${(share ?? 0.05) * 100}%` }} />
      </div>
      <p className="figures">
        {total
          ? t('import:doneOf', {
              done: formatNumber(done),
              total: formatNumber(total),
              share: formatShare(share ?? 0),
            })
          : t('import:done', { done: formatNumber(done) })}
        {speed !== null && speed > 0 && ` · ${t('import:speed', { speed: formatNumber(speed) })}`}
      </p>
      <Button
        busy={stopping}
        onClick={() => {
          setStopping(true);
          void acts.cancel(job.id).catch(() => setStopping(false));
        }}
      >
        {t(job.dry_run ? 'import:stop' : 'import:stopImport')}
      </Button>
    </div>
  );
}

function Counts({ receipt }: { receipt: ImportReceipt }) {
  const { t } = useTranslation();
  const sum = sumOf(receipt);
  return (
    <>
      <div className={css.stack} aria-hidden>
        {kCounted
          .filter((name) => receipt[name] > 0)
          .map((name) => (
            <i key={name} data-count={name} style={{ flexGrow: receipt[name] }} />
          ))}
      </div>
      <dl className={css.counts}>
        {kCounted.map((name) => (
          <div key={name}>
            <dt>
              <i data-count={name} aria-hidden />
              {t(`import:would.${name}`)}
            </dt>
            <dd className="figures">{formatNumber(receipt[name])}</dd>
          </div>
        ))}
        <div className={css.sum}>
          <dt>{t('import:sum')}</dt>
          <dd className="figures">
            {formatNumber(sum)}{' '}
            {sum === receipt.rows && (
              <IconCheck size={18} stroke={2} aria-label={t('receipt:holds')} />
            )}
          </dd>
        </div>
      </dl>
    </>
  );
}

interface RunProps {
  id: string;
  object: ObjectDefinition;
  dry: boolean;
  match: string[];
  busy: boolean;
  back: () => void;
  go: () => void;
  restart: () => void;
}

function useTellEnd(job: ImportJob | undefined, dry: boolean) {
  const { t } = useTranslation();
  const acts = useJobActs();
  const told = useRef<string | null>(null);
  const state = job?.state;
  useEffect(() => {
    if (!state || isRunning(job) || told.current === state) return;
    told.current = state;
    announce(t(`import:state.${state}`));
    if (!dry) void acts.finished();
  });
}

function Lost({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation();
  return (
    <p className={css.problem} role="alert">
      {error instanceof ApiError && error.message ? error.message : t('import:lost')}{' '}
      <Button small onClick={retry}>
        {t('base:retry')}
      </Button>
    </p>
  );
}

function Broken({ job, back, restart }: { job: ImportJob } & Pick<RunProps, 'back' | 'restart'>) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className={css.headline}>
        {t(job.state === 'cancelled' ? 'import:cancelled' : 'import:jobFailed')}
      </h2>
      <p className={css.hint}>{job.error?.message ?? t('import:nothingChanged')}</p>
      <div className={css.acts}>
        <Button onClick={back}>{t('import:back')}</Button>
        <Button onClick={restart}>{t('import:another')}</Button>
      </div>
    </>
  );
}

const usefulOf = (receipt: ImportReceipt) => receipt.created + receipt.updated;

// What would happen, and the act that makes it happen.
function DryOutcome({
  receipt,
  file,
  object,
  match,
  busy,
  back,
  go,
}: { receipt: ImportReceipt; file: string } & Omit<RunProps, 'id' | 'dry' | 'restart'>) {
  const { t } = useTranslation();
  const useful = usefulOf(receipt);
  const { failed } = receipt;
  return (
    <>
      <h2 className={css.headline}>{t('import:would')}</h2>
      <Counts receipt={receipt} />
      {match.length > 0 && (
        <p className={css.known}>
          <IconKey size={18} stroke={1.75} aria-hidden />
          <span>
            {t('import:recognised', {
              fields: match.map((name) => labelOf(fieldOf(object, name)?.label)).join(', '),
            })}
          </span>
        </p>
      )}
      {failed > 0 && <Errors receipt={receipt} object={object} file={file} />}
      <div className={css.acts}>
        {failed > 0 && (
          <span className={css.hint}>
            {t('import:aside', { count: failed, shown: formatNumber(failed) })}
          </span>
        )}
        <Button onClick={back}>{t('import:back')}</Button>
        <Button kind="filled" icon={IconUpload} busy={busy} disabled={useful === 0} onClick={go}>
          {useful === 0
            ? t('import:nothingToDo')
            : t('import:importN', { count: useful, shown: formatNumber(useful) })}
        </Button>
      </div>
    </>
  );
}

function Outcome({
  job,
  receipt,
  object,
}: {
  job: ImportJob;
  receipt: ImportReceipt;
  object: ObjectDefinition;
}) {
  const { t } = useTranslation();
  const key = job.state === 'cancelled' ? 'cancelled' : receipt.failed > 0 ? 'partly' : 'allIn';
  return (
    <>
      <h2 className={css.headline}>
        {t(`import:${key}`, {
          done: formatNumber(usefulOf(receipt)),
          failed: formatNumber(receipt.failed),
          rows: formatNumber(receipt.rows),
        })}
      </h2>
      <div className={css.slipPlace}>
        <JobReceipt job={job} />
      </div>
      {receipt.failed > 0 && <Errors receipt={receipt} object={object} file={job.file_name} />}
      <div className={css.acts}>
        <a href={listHref(object.name, { sort: '-created_at' })}>
          {t('import:see', { things: inSentence(manyLabel(object)) })}
        </a>
      </div>
    </>
  );
}

export function Run({ id, object, dry, match, busy, back, go, restart }: RunProps) {
  const { data: job, error, refetch } = useJob(id);
  useTellEnd(job, dry);
  if (error && !job) return <Lost error={error} retry={() => void refetch()} />;
  if (!job) return <Skeleton rows={4} />;
  if (isRunning(job)) return <Progress job={job} />;
  const { receipt } = job;
  if (job.state === 'failed' || !receipt) return <Broken job={job} back={back} restart={restart} />;
  if (!dry) return <Outcome job={job} receipt={receipt} object={object} />;
  return (
    <DryOutcome
      receipt={receipt}
      file={job.file_name}
      object={object}
      match={match}
      busy={busy}
      back={back}
      go={go}
    />
  );
}
