// SPDX-License-Identifier: Apache-2.0
// Editing in the cell: F2, type, Intro. The change shows at once; a refusal keeps the input with a
// red edge and the reason; Esc gives up.
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { isEditable } from '../fields';
import { refusalOf, useFieldSave } from '../saveFields';
import { FieldInput } from '../value/FieldInput';
import { isSame, type Parsed } from '../value/parse';
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
  const save = useFieldSave(object);
  // As it was when editing began: what others change meanwhile must end in the question, not be
  // overwritten.
  const [begun] = useState(record);
  const parsed = useRef<Parsed | null>(null);
  const shown = useRef<string | undefined>(undefined);
  const saving = useRef(false);
  const [refusal, setRefusal] = useState(isEditable(field) ? '' : t('records:readOnly'));

  async function finish() {
    const next = parsed.current;
    if (saving.current) return; // Intro saves; the focus that leaves then must not save again
    if (!next) return close();
    if ('problem' in next) return setRefusal(t(next.problem, { max: field.max_length }));
    if (field.required && next.value === null)
      return setRefusal(t('records:required', { field: labelOf(field.label) }));
    if (isSame(next.value, begun[field.name])) return close();
    saving.current = true;
    try {
      await save(
        begun,
        { [field.name]: next.value },
        shown.current === undefined ? {} : { [`${field.name}@clientela.label`]: shown.current },
      );
      close();
    } catch (error) {
      setRefusal(refusalOf(error, field.name, t));
    } finally {
      saving.current = false;
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void finish();
    }
  }

  return (
    <div
      className={css.editor}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget) && !refusal) void finish();
      }}
    >
      {isEditable(field) && (
        <FieldInput
          compact
          autoFocus
          field={field}
          value={begun[field.name]}
          label={begun[`${field.name}@clientela.label`] as string | undefined}
          name={labelOf(field.label)}
          invalid={Boolean(refusal)}
          describedBy={refusal ? 'cell-refusal' : undefined}
          onKeyDown={onKeyDown}
          change={(next, label) => {
            parsed.current = next;
            shown.current = label;
            setRefusal('');
            if (field.type === 'link' && 'value' in next) void finish();
          }}
        />
      )}
      {refusal && (
        <div id="cell-refusal" role="alert" className={css.refusal}>
          {refusal}
        </div>
      )}
    </div>
  );
}
