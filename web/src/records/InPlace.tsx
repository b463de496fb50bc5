// SPDX-License-Identifier: Apache-2.0
// One value edited where it stands, in a cell or among the properties: Intro saves, so does leaving
// it, Esc gives up. A refusal keeps the input, with a red edge and the reason.
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { refusalOf, useFieldSave } from './saveFields';
import { FieldInput } from './value/FieldInput';
import { isSame, type Parsed } from './value/parse';

export interface InPlaceProps {
  object: ObjectDefinition;
  // As it was when editing began: what others change meanwhile must end in the question «mine or
  // theirs», not be overwritten.
  begun: StoredRecord;
  field: FieldDefinition;
  id: string; // of the refusal
  refusalClass?: string;
  multiline?: boolean; // Intro begins a line in long texts, Ctrl Intro saves
  close: () => void;
}

// What was typed or chosen so far, and saving it once.
function useTyped({ object, begun, field, close }: InPlaceProps) {
  const { t } = useTranslation();
  const save = useFieldSave(object);
  const parsed = useRef<Parsed | null>(null);
  const shown = useRef<string | undefined>(undefined);
  const saving = useRef(false);
  const [refusal, setRefusal] = useState('');

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
  function change(next: Parsed, label?: string) {
    parsed.current = next;
    shown.current = label;
    setRefusal('');
    const chosen = field.type === 'link' || field.type === 'boolean';
    if (chosen && 'value' in next) void finish();
  }
  return { refusal, change, finish };
}

export function InPlace(props: InPlaceProps) {
  const { begun, field, id, multiline = false } = props;
  const { refusal, change, finish } = useTyped(props);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      props.close();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      if (multiline && field.type === 'text' && !event.ctrlKey) return;
      event.preventDefault();
      void finish();
    }
  }

  return (
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
        name={labelOf(field.label)}
        invalid={Boolean(refusal)}
        describedBy={refusal ? id : undefined}
        onKeyDown={onKeyDown}
        change={change}
      />
      {refusal && (
        <p id={id} role="alert" className={props.refusalClass}>
          {refusal}
        </p>
      )}
    </div>
  );
}
