// SPDX-License-Identifier: Apache-2.0
// Rows that could not be taken, by field, with value and reason; downloadable to be fixed and
// brought again.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconDownload } from '@/base/icons';
import { columnLabel } from '@/records/fields';
import { errorGroups, errorsAsCsv, type ImportReceipt, type RowError } from './imports';
import css from './Import.module.css';

const kShown = 100;

function useDownload(errors: RowError[], file: string) {
  const { t } = useTranslation();
  return () => {
    const text = errorsAsCsv(errors, [
      t('import:row'),
      t('import:field'),
      t('import:value'),
      t('import:reason'),
    ]);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    link.download = t('import:errorsFile', { file: file.replace(/\.\w+$/, '') });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
}

type LabelOf = (name: string | null | undefined) => string;

function FieldChips({
  errors,
  labelOf,
  field,
  choose,
}: {
  errors: RowError[];
  labelOf: LabelOf;
  field: string | null;
  choose: (field: string | null) => void;
}) {
  const { t } = useTranslation();
  const groups = errorGroups(errors);
  if (groups.length < 2) return null;
  return (
    <div className={css.chips}>
      <button type="button" aria-pressed={field === null} onClick={() => choose(null)}>
        {t('import:allErrors', { count: errors.length, shown: formatNumber(errors.length) })}
      </button>
      {groups.map((group) => (
        <button
          key={group.field}
          type="button"
          aria-pressed={field === group.field}
          onClick={() => choose(group.field)}
        >
          {labelOf(group.field)} {formatNumber(group.count)}
        </button>
      ))}
    </div>
  );
}

function ErrorTable({ errors, labelOf }: { errors: RowError[]; labelOf: LabelOf }) {
  const { t } = useTranslation();
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col" data-end>
              {t('import:row')}
            </th>
            <th scope="col">{t('import:field')}</th>
            <th scope="col">{t('import:value')}</th>
            <th scope="col">{t('import:reason')}</th>
          </tr>
        </thead>
        <tbody>
          {errors.map((error, index) => (
            <tr key={`${error.row} ${index}`}>
              <td data-end className="figures">
                {formatNumber(error.row)}
              </td>
              <td>{labelOf(error.field)}</td>
              <td>
                {error.value ? (
                  <span className={css.bad}>{error.value}</span>
                ) : (
                  <span className={css.none}>{t('import:empty')}</span>
                )}
              </td>
              <td>{error.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Errors({
  receipt,
  object,
  file,
}: {
  receipt: ImportReceipt;
  object: ObjectDefinition;
  file: string;
}) {
  const { t } = useTranslation();
  const [field, setField] = useState<string | null>(null);
  const { errors, failed } = receipt;
  const labelOf: LabelOf = (name) =>
    name ? columnLabel(object, name) || name : t('import:wholeRow');
  const shown = errors.filter((error) => field === null || (error.field ?? '') === field);
  const download = useDownload(errors, file);
  return (
    <section aria-labelledby="errors">
      <div className={css.errorsHead}>
        <h3 id="errors">{t('import:toFix', { count: failed, shown: formatNumber(failed) })}</h3>
        <FieldChips errors={errors} labelOf={labelOf} field={field} choose={setField} />
      </div>
      <ErrorTable errors={shown.slice(0, kShown)} labelOf={labelOf} />
      <p className={css.hint}>{t('import:rowsCounted')}</p>
      {shown.length > kShown && (
        <p className={css.hint}>
          {t('import:shownOf', { shown: formatNumber(kShown), total: formatNumber(shown.length) })}
        </p>
      )}
      <Button small kind="quiet" icon={IconDownload} onClick={download}>
        {t('import:download')}
      </Button>
    </section>
  );
}
