// SPDX-License-Identifier: Apache-2.0
// Editing in the cell, begun by F2. A cell that cannot be edited says so in the same place.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { isEditable } from '../fields';
import { InPlace } from '../InPlace';
import css from './Grid.module.css';

export function CellEditor({
  object,
  record,
  field,
  close,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  field: FieldDefinition;
  close: () => void;
}) {
  const { t } = useTranslation();
  const [begun] = useState(record);
  return (
    // Keys typed here are not keys of the list.
    <div className={css.editor} onKeyDown={(event) => event.stopPropagation()}>
      {isEditable(field) ? (
        <InPlace
          object={object}
          begun={begun}
          field={field}
          id="cell-refusal"
          refusalClass={css.refusal}
          close={close}
        />
      ) : (
        <p role="alert" className={css.refusal}>
          {t('records:readOnly')}
        </p>
      )}
    </div>
  );
}
