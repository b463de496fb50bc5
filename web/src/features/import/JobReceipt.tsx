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

export function JobReceipt({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const object = useObject(job.object);
  const acts = useJobActs();
  const [busy, setBusy] = useState(false);
  const [undone, setUndone] = useState<ImportReceipt | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const receipt = job.receipt!;
  const when = job.finished_at ?? job.created_at;
  const about = [object && manyLabel(object), when && formatMoment(when)]
    .filter(Boolean)
    .join(' · ');
  const facts = [
    { label: t('import:fact.file'), value: job.file_name },
    ...(job.created_by ? [{ label: t('import:fact.who'), value: job.created_by }] : []),
  ];
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
  return (
    <div className={css.receipt}>
      {undone ? (
        <Receipt
          counts={undone}
          title={t('import:undoReceipt')}
          about={about}
          facts={facts}
          labels={{ updated: t('import:undone.updated') }}
          extra={
            undone.removed ? [{ label: t('import:undone.removed'), value: undone.removed }] : []
          }
        />
      ) : (
        <Receipt
          counts={receipt}
          title={t(job.undoes ? 'import:undoReceipt' : 'import:receipt')}
          about={about}
          facts={facts}
          labels={job.undoes ? { updated: t('import:undone.updated') } : {}}
        />
      )}
      {(receipt.notes ?? []).map(({ row, message }) => (
        <p className={css.hint} key={row}>
          {t('import:fault', { row: formatNumber(row), message })}
        </p>
      ))}
      {(undone || job.state === 'undone') && <p className={css.hint}>{t('import:isUndone')}</p>}
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      {!undone && !job.undoes && job.state === 'done' && receipt.created + receipt.updated > 0 && (
        <Button icon={IconArrowBackUp} busy={busy} onClick={() => void undo()}>
          {t('import:undo')}
        </Button>
      )}
    </div>
  );
}
