// SPDX-License-Identifier: Apache-2.0
// The slip of one job, what it left out and why, its file, and the act that takes it back.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/client';
import {
  exportedOf,
  failuresHref,
  fileHref,
  isActive,
  leftByRight,
  notBegunOf,
  rowsOf,
  stateKey,
  useFailures,
  useJobActs,
  type Job,
} from '@/api/jobs';
import { useDefinitions, useMe } from '@/api/session';
import { recordHref } from '@/base/address';
import { Button } from '@/base/Button';
import { formatMoment, formatNumber } from '@/base/format';
import { IconArrowBackUp, IconDownload, IconX } from '@/base/icons';
import { columnLabel } from '@/records/fields';
import { Receipt } from '@/ui/Receipt';
import css from './Jobs.module.css';

function Failures({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const count = (job.receipt?.failed ?? 0) + (job.receipt?.skipped ?? 0);
  const { data } = useFailures(count > 0 ? job.id : null);
  if (!data || data.length === 0) return null;
  const label = (object: string | null, field: string) => {
    const known = object ? objects.get(object) : undefined;
    return (known && columnLabel(known, field)) || field;
  };
  return (
    <section className={css.failures} aria-labelledby="left-out">
      <h3 id="left-out">{t('jobs:leftOut', { count, shown: formatNumber(count) })}</h3>
      <div className={css.scroll} tabIndex={0} role="group" aria-labelledby="left-out">
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('jobs:row')}</th>
              <th scope="col">{t('jobs:field')}</th>
              <th scope="col">{t('jobs:value')}</th>
              <th scope="col">{t('jobs:reason')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((failure) => (
              <tr key={failure.number}>
                <td className="figures">
                  {failure.row !== null ? (
                    formatNumber(failure.row)
                  ) : failure.id && failure.object && objects.has(failure.object) ? (
                    <a href={recordHref(failure.object, failure.id)}>{t('jobs:open')}</a>
                  ) : (
                    ''
                  )}
                </td>
                <td>{label(failure.object, failure.field)}</td>
                <td>{failure.value}</td>
                <td className={css.wrap}>{failure.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <a className={css.download} href={failuresHref(job.id)} download>
        <IconDownload size={16} stroke={1.75} aria-hidden />
        {t('jobs:download')}
      </a>
    </section>
  );
}

function useUndo(job: Job) {
  const { t } = useTranslation();
  const act = useJobActs();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const undo = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await act(job.id, 'undo');
    } catch (error) {
      setProblem(reasonOf(error, t('jobs:unknown')));
    }
    setBusy(false);
  };
  return { busy, problem, undo };
}

function Slip({ job }: { job: Job }) {
  const { t } = useTranslation();
  if (!job.receipt) return null;
  const notBegun = notBegunOf(job);
  const when = job.finished_at ?? job.started_at ?? job.created_at;
  const exported = [
    { label: t('jobs:exported'), value: exportedOf(job) },
    { label: t('jobs:leftByRight'), value: leftByRight(job) },
  ];
  return (
    <Receipt
      counts={{ ...job.receipt, rows: rowsOf(job), id: job.id }}
      extra={job.kind === 'export' ? exported : []}
      title={t(job.undoes ? 'jobs:undoReceipt' : 'jobs:receipt')}
      about={`${job.title} · ${formatMoment(when)}`}
      facts={[
        { label: t('jobs:who'), value: job.started_by?.name ?? t('jobs:commandLine') },
        { label: t('jobs:stateLabel'), value: t(stateKey(job)) },
        ...(notBegun > 0
          ? [{ label: t('jobs:notBegunLabel'), value: formatNumber(notBegun) }]
          : []),
      ]}
      labels={job.undoes ? { updated: t('jobs:putBack') } : {}}
    />
  );
}

function Problem({ text }: { text: string }) {
  return (
    <p className={css.problem} role="alert">
      {text}
    </p>
  );
}

export function JobDetail({ job, close }: { job: Job; close: () => void }) {
  const { t } = useTranslation();
  const { busy, problem, undo } = useUndo(job);
  const mine = useMe().user.id === job.started_by?.id;
  return (
    <aside className={css.detail} aria-label={job.title}>
      <button type="button" className={css.close} aria-label={t('base:close')} onClick={close}>
        <IconX size={18} stroke={1.75} aria-hidden />
      </button>
      <Slip job={job} />
      {job.error && <Problem text={job.error.message} />}
      {problem && <Problem text={problem} />}
      {job.file && (mine || job.kind !== 'export') && (
        <a className={css.download} href={fileHref(job.id)} download={job.file.name}>
          <IconDownload size={16} stroke={1.75} aria-hidden />
          {job.file.name}
        </a>
      )}
      {job.undoable && !isActive(job) && (
        <Button icon={IconArrowBackUp} busy={busy} onClick={() => void undo()}>
          {t(job.undoes ? 'jobs:redo' : 'base:undo')}
        </Button>
      )}
      <Failures job={job} />
    </aside>
  );
}
