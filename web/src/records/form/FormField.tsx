// SPDX-License-Identifier: Apache-2.0
// One field of a form: label with the mark of what is required, input, help, error.
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, StoredRecord } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { IconLock } from '@/base/icons';
import { filledFields } from '@/generated/objects';
import { isEditable } from '../fields';
import { FieldInput } from '../value/FieldInput';
import { FieldValue } from '../value/FieldValue';
import type { Parsed } from '../value/parse';
import css from './RecordForm.module.css';

// What is marked as obligatory: not what the server fills in, nor a check, which always has one.
export const isAsked = (object: string | undefined, field: FieldDefinition, isNew: boolean) =>
  Boolean(field.required) &&
  isEditable(field, isNew) &&
  field.type !== 'boolean' &&
  !(isNew && filledFields[object ?? '']?.includes(field.name));

interface FormFieldProps {
  object?: string;
  field: FieldDefinition;
  value: unknown;
  label: string | undefined;
  error: string | undefined;
  isNew: boolean;
  autoFocus: boolean;
  change: (parsed: Parsed, label?: string) => void;
}

// A value that nobody types here.
function FixedField({ field, value, label }: Pick<FormFieldProps, 'field' | 'value' | 'label'>) {
  const { t } = useTranslation();
  const record = {
    id: '',
    [field.name]: value,
    [`${field.name}@clientela.label`]: label,
  } as StoredRecord;
  return (
    <div className={css.field} data-wide={field.type === 'text' || undefined}>
      <span className={css.label}>{labelOf(field.label)}</span>
      <span className={css.fixed}>
        <IconLock size={14} stroke={1.75} aria-label={t('records:readOnlyField')} />
        <FieldValue field={field} record={record} place="page" />
      </span>
    </div>
  );
}

export function FormField(props: FormFieldProps) {
  const { object, field, value, label, error, isNew } = props;
  if (!isEditable(field, isNew)) return <FixedField field={field} value={value} label={label} />;
  const id = `field-${field.name}`;
  const help = labelOf(field.help);
  const describedBy =
    [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ') || undefined;
  const asked = isAsked(object, field, isNew);
  return (
    <div
      className={css.field}
      data-wide={field.type === 'text' || undefined}
      data-check={field.type === 'boolean' || undefined}
    >
      <label className={css.label} htmlFor={id}>
        {labelOf(field.label)}
        {asked && (
          <span className={css.star} aria-hidden>
            {' '}
            *
          </span>
        )}
      </label>
      <FieldInput
        id={id}
        field={asked ? field : { ...field, required: false }}
        value={value}
        label={label}
        autoFocus={props.autoFocus}
        describedBy={describedBy}
        invalid={Boolean(error)}
        change={props.change}
      />
      {help && (
        <span id={`${id}-help`} className={css.help}>
          {help}
        </span>
      )}
      {error && (
        <span id={`${id}-error`} className={css.error}>
          {error}
        </span>
      )}
    </div>
  );
}
