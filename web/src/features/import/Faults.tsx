// SPDX-License-Identifier: Apache-2.0
// Before the dry run: what in the file cannot be read at all, or that there is nothing below the
// headings.
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/base/format';
import type { Preview } from './imports';
import css from './Import.module.css';

const kShown = 5;

export function Faults({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const faults = preview.faults ?? [];
  if (preview.rows === 0)
    return (
      <p className={css.warning} role="status">
        {t('import:noRows')}
      </p>
    );
  if (faults.length === 0) return null;
  return (
    <ul className={css.warning} role="status" aria-label={t('import:faults')}>
      {faults.slice(0, kShown).map((fault) => (
        <li key={fault.row}>
          {t('import:fault', { row: formatNumber(fault.row), message: fault.message })}
        </li>
      ))}
      {faults.length > kShown && <li>{t('import:moreFaults')}</li>}
    </ul>
  );
}
