// SPDX-License-Identifier: Apache-2.0
// How a field will look: as a cell of a list, in a form, and on the phone.
import { useTranslation } from 'react-i18next';
import type { StoredRecord } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { FormField } from '@/records/form/FormField';
import { FieldValue } from '@/records/value/FieldValue';
import { exampleOf, previewOf, type Draft } from './draft';
import css from './Definitions.module.css';

export function FieldPreview({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const field = previewOf(draft);
  const label = labelOf(field.label) || t('definitions:unnamed');
  const shown = { ...field, label: { es: label, en: label } };
  const value = exampleOf(field, t('definitions:example'));
  const record = { id: '', [field.name]: value } as StoredRecord;
  const cell =
    value === null ? (
      <span className={css.faint}>–</span>
    ) : (
      <FieldValue field={shown} record={record} place="cell" />
    );
  return (
    <section className={css.preview} aria-label={t('definitions:preview')}>
      <h3 className={css.heading}>{t('definitions:preview')}</h3>
      <div className={css.samples}>
        <figure>
          <figcaption>{t('definitions:inList')}</figcaption>
          <div className={css.cellSample}>
            <span className={css.cellHead}>{label}</span>
            <span className={css.cell}>{cell}</span>
          </div>
        </figure>
        <figure inert>
          <figcaption>{t('definitions:inForm')}</figcaption>
          <FormField
            field={shown}
            value={value}
            label={undefined}
            error={undefined}
            isNew
            autoFocus={false}
            change={() => undefined}
          />
        </figure>
        <figure>
          <figcaption>{t('definitions:onPhone')}</figcaption>
          <div className={css.phone}>
            <span className={css.phoneLabel}>{label}</span>
            <span>{cell}</span>
          </div>
        </figure>
      </div>
    </section>
  );
}
