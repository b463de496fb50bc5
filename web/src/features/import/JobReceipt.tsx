// SPDX-License-Identifier: Apache-2.0
// The receipt of an import, with the act that takes it back; undone, the slip of the undoing stands
// instead.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useObject } from '@/api/session';
import { Button } from '@/base/Button';
import { formatMoment, formatNumber } from '@/base/format';
import { IconArrowBackUp } from '@/base/icons';
import { manyLabel } from '@/records/fields';
import { Receipt } from '@/ui/Receipt';
import { useJobActs, type ImportJob, type ImportReceipt } from './imports';
import css from './Import.module.css';

// Taking the import back; the slip of that is known once it has happened.
function useUndo(job: ImportJob) {
  const { t } = useTranslation();
  const acts = useJobActs();
  const [busy, setBusy] = useState(false);
  const [undone, setUndone] = useState<ImportReceipt | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const undo = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await acts.undo(job.id);
      const slip = (answer?.receipt ??
        (typeof answer?.rows === 'number' ? answer : null)) as ImportReceipt | null;
      setUndone(slip);
    } catch (error) {
      setProblem(
        error instanceof ApiError && error.message ? error.message : t('import:notUndone'),
      );
    }
    setBusy(false);
  };
  return { busy, undone, problem, undo };
}

function Slip({ job, undone }: { job: ImportJob; undone: ImportReceipt | null }) {
  const { t } = useTranslation();
  const object = useObject(job.object);
  const isUndoing = Boolean(undone || job.undoes);
  const when = job.finished_at ?? job.created_at;
  return (
    <Receipt
      counts={undone ?? job.receipt!}
      title={t(isUndoing ? 'import:undoReceipt' : 'import:receipt')}
      about={[object && manyLabel(object), when && formatMoment(when)].filter(Boolean).join(' · ')}
      facts={[
        { label: t('import:fact.file'), value: job.file_name },
        ...(job.created_by ? [{ label: t('import:fact.who'), value: job.created_by }] : []),
      ]}
      labels={isUndoing ? { updated: t('import:undone.updated') } : {}}
      extra={undone?.removed ? [{ label: t('import:undone.removed'), value: undone.removed }] : []}
    />
  );
}

export function JobReceipt({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const { busy, undone, problem, undo } = useUndo(job);
  const receipt = job.receipt!;
  const undoable =
    !undone && !job.undoes && job.state === 'done' && receipt.created + receipt.updated > 0;
  return (
    <div className={css.receipt}>
      <Slip job={job} undone={undone} />
      {(receipt.notes ?? []).map(({ row, code, message }) => (
        <p className={css.hint} key={code}>
          {t('import:fault', { row: formatNumber(row), message })}
        </p>
      ))}
      {(undone || job.state === 'undone') && <p className={css.hint}>{t('import:isUndone')}</p>}
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      {undoable && (
        <Button icon={IconArrowBackUp} busy={busy} onClick={() => void undo()}>
          {t('import:undo')}
        </Button>
      )}
    </div>
  );
}
