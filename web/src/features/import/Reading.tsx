// SPDX-License-Identifier: Apache-2.0
// Under the samples of a column: how its numbers or dates are read. Where that is assumed it is
// said, with the other reading one click away.
import { useTranslation } from 'react-i18next';
import { formatDate, formatNumber } from '@/base/format';
import type { CellForm } from './cells';
import css from './Import.module.css';

const shown = (form: CellForm, text: string) =>
  form.decimal ? formatNumber(Number(text)) : formatDate(text, { year: 'always' });

export function Reading({ form, turn }: { form: CellForm; turn: () => void }) {
  const { t } = useTranslation();
  // Points before the decimals, or ISO dates, need no word.
  if (!form.assumed && form.decimal === '.') return null;
  const args = { cell: form.cell, value: shown(form, form.read_as) };
  if (!form.assumed) return <span className={css.reading}>{t('import:readAs', args)}</span>;
  return (
    <span className={css.reading} data-assumed>
      {t('import:assumed', args)}
      {form.otherwise && (
        <button type="button" onClick={turn}>
          {t('import:readOther', { value: shown(form, form.otherwise) })}
        </button>
      )}
    </span>
  );
}
