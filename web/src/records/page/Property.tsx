// SPDX-License-Identifier: Apache-2.0
// One property: its value, and by click (or Intro) the input in its place.
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayWith } from '@/api/session';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { isEditable } from '../fields';
import { InPlace } from '../InPlace';
import { FieldValue } from '../value/FieldValue';
import css from './Properties.module.css';

export function Property({
  object,
  record,
  field,
  frozen = false,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  field: FieldDefinition;
  frozen?: boolean;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [begun, setBegun] = useState<StoredRecord | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const label = labelOf(field.label);
  const locked = record[`${field.name}@clientela.locked`] === true;
  const editable = !frozen && !locked && isEditable(field) && mayWith(object, record, 'update');

  const close = () => {
    setBegun(null);
    setTimeout(() => button.current?.focus());
  };

  return (
    <div className={css.property}>
      <dt id={`${id}-label`}>{label}</dt>
      <dd>
        {begun ? (
          <InPlace
            multiline
            object={object}
            begun={begun}
            field={field}
            id={`${id}-refusal`}
            refusalClass={css.refusal}
            close={close}
          />
        ) : (
          <>
            <span className={css.value}>
              <FieldValue field={field} record={record} place="page" />
            </span>
            {editable && (
              <button
                ref={button}
                type="button"
                className={css.edit}
                aria-label={t('records:edit', { field: label })}
                onClick={() => setBegun(record)}
              />
            )}
          </>
        )}
      </dd>
    </div>
  );
}
