// SPDX-License-Identifier: Apache-2.0
// One property, edited in place: click (or Intro) opens the input, Intro saves, Esc gives up.
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { mayWith } from '@/api/session';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { isEditable } from '../fields';
import { refusalOf, useFieldSave } from '../saveFields';
import { FieldInput } from '../value/FieldInput';
import { FieldValue } from '../value/FieldValue';
import { isSame, type Parsed } from '../value/parse';
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
  const save = useFieldSave(object);
  // The record as it was when editing began: what others change meanwhile must end in the question
  // «mine or theirs», not be overwritten.
  const [begun, setBegun] = useState<StoredRecord | null>(null);
  const [refusal, setRefusal] = useState('');
  const parsed = useRef<Parsed | null>(null);
  const shown = useRef<string | undefined>(undefined);
  const saving = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const label = labelOf(field.label);
  const locked = record[`${field.name}@clientela.locked`] === true;
  const editable = !frozen && !locked && isEditable(field) && mayWith(object, record, 'update');

  function close() {
    parsed.current = null;
    setBegun(null);
    setRefusal('');
    setTimeout(() => button.current?.focus());
  }
  async function finish() {
    const next = parsed.current;
    if (saving.current) return; // Intro saves; the focus that leaves then must not save again
    if (!next || !begun) return close();
    if ('problem' in next) return setRefusal(t(next.problem, { max: field.max_length }));
    if (field.required && next.value === null)
      return setRefusal(t('records:required', { field: labelOf(field.label) }));
    if (isSame(next.value, begun[field.name])) return close();
    saving.current = true;
    try {
      await save(
        begun,
        { [field.name]: next.value },
        field.type === 'link' ? { [`${field.name}@clientela.label`]: shown.current } : {},
      );
      close();
    } catch (error) {
      setRefusal(refusalOf(error, field.name, t));
    } finally {
      saving.current = false;
    }
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && (field.type !== 'text' || event.ctrlKey)) {
      event.preventDefault();
      void finish();
    }
  }

  return (
    <div className={css.property}>
      <dt id={`${id}-label`}>{label}</dt>
      <dd>
        {begun ? (
          <div
            onBlur={(event) => {
              if (!event.currentTarget.contains(event.relatedTarget) && !refusal) void finish();
            }}
          >
            <FieldInput
              compact
              autoFocus
              field={field}
              value={begun[field.name]}
              label={begun[`${field.name}@clientela.label`] as string | undefined}
              name={label}
              invalid={Boolean(refusal)}
              describedBy={refusal ? `${id}-refusal` : undefined}
              onKeyDown={onKeyDown}
              change={(next, text) => {
                parsed.current = next;
                shown.current = text;
                setRefusal('');
                if ((field.type === 'link' || field.type === 'boolean') && 'value' in next)
                  void finish();
              }}
            />
            {refusal && (
              <p id={`${id}-refusal`} role="alert" className={css.refusal}>
                {refusal}
              </p>
            )}
          </div>
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
