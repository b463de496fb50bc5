// SPDX-License-Identifier: Apache-2.0
// The value of a condition: checks for options, one or several linked records, a number of days, or
// the input of the field's type.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/api/types';
import { textOfDay } from '@/base/dateText';
import { daysOfWords } from '@/base/dateWords';
import { labelOf } from '@/base/i18n/i18n';
import { IconX } from '@/base/icons';
import { DateInput } from '../value/DateInput';
import { FieldInput } from '../value/FieldInput';
import { LinkPicker } from '../value/LinkPicker';
import { parseText } from '../value/parse';
import type { Condition } from './clauses';
import { kDays, type Operator } from './operators';
import { daysFromToday, relativeDay } from './relative';
import { LinkName } from './Spoken';
import inputs from '../value/Value.module.css';
import css from './Sentence.module.css';

type Value = Condition['value'];

const listOf = (value: Value) =>
  Array.isArray(value) ? value : value === null || value === '' ? [] : [String(value)];

function Options({ field, operator, value, change }: ValueEditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const chosen = listOf(value);
  const several = operator === 'in';
  return (
    <fieldset className={css.options} aria-label={t('list:value')}>
      {field.options?.map((option) => (
        <label key={option.value}>
          <input
            type={several ? 'checkbox' : 'radio'}
            name={id}
            className={inputs.check}
            checked={chosen.includes(option.value)}
            onChange={(event) =>
              change(
                !several
                  ? option.value
                  : event.target.checked
                    ? [...chosen, option.value]
                    : chosen.filter((other) => other !== option.value),
              )
            }
          />
          {labelOf(option.label)}
        </label>
      ))}
    </fieldset>
  );
}

function Links({ field, operator, value, change, describedBy }: ValueEditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const chosen = listOf(value);
  const several = operator === 'in';
  return (
    <div className={css.chooser}>
      <label htmlFor={id}>{t('list:value')}</label>
      {chosen.length > 0 && (
        <ul className={css.chosen}>
          {chosen.map((one) => (
            <li key={one} className={inputs.chip}>
              <LinkName target={field.target!} id={one} />
              <button
                type="button"
                aria-label={t('records:clear')}
                onClick={() => change(chosen.filter((other) => other !== one))}
              >
                <IconX size={12} stroke={2} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {(several || chosen.length === 0) && (
        <LinkPicker
          key={chosen.length}
          id={id}
          target={field.target!}
          value={null}
          everybody
          label=""
          describedBy={describedBy}
          choose={(found) => {
            if (found) change(several ? [...new Set([...chosen, found])] : found);
          }}
        />
      )}
    </div>
  );
}

interface ValueEditorProps {
  field: FieldDefinition;
  operator: Operator;
  value: Value;
  change: (value: Value) => void;
  refuse: (problem: string) => void;
  describedBy?: string;
}

// A filter compares plain figures and days, not money with its currency or moments.
const plain = (field: FieldDefinition): FieldDefinition => ({
  ...field,
  required: false,
  type: field.type === 'money' ? 'decimal' : field.type === 'instant' ? 'date' : field.type,
});

// A day, or one that is counted from today and stays so: «hoy», «+3d».
function Day({ field, value, change, refuse, describedBy }: ValueEditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(() => {
    const days = daysFromToday(value);
    if (days === null) return typeof value === 'string' ? textOfDay(value) : '';
    return days === 0 ? t('filter:today') : `${days > 0 ? '+' : '−'}${Math.abs(days)}d`;
  });
  const type = (next: string) => {
    setText(next);
    const days = daysOfWords(next);
    const parsed = days === null ? parseText(plain(field), next, '') : { value: relativeDay(days) };
    refuse('problem' in parsed ? t(parsed.problem) : '');
    if ('value' in parsed) change(parsed.value as Value);
  };
  return (
    <label htmlFor={id}>
      {t('list:value')}
      <DateInput
        id={id}
        className={inputs.input}
        text={text}
        type={type}
        keepWords
        aria-describedby={describedBy}
        aria-invalid={Boolean(describedBy) || undefined}
      />
    </label>
  );
}

export function ValueEditor(props: ValueEditorProps) {
  const { field, operator, value, change, refuse, describedBy } = props;
  const { t } = useTranslation();
  const id = useId();
  if (field.type === 'option') return <Options {...props} />;
  if (field.type === 'link') return <Links {...props} />;
  if (field.type === 'boolean')
    return (
      <select
        className={inputs.input}
        aria-label={t('list:value')}
        value={String(value ?? true)}
        onChange={(event) => change(event.target.value === 'true')}
      >
        <option value="true">{t('base:yes')}</option>
        <option value="false">{t('base:no')}</option>
      </select>
    );
  if (field.type === 'date' && !kDays.has(operator))
    return <Day key={`${field.name} ${operator}`} {...props} />;
  if (kDays.has(operator))
    return (
      <label htmlFor={id}>
        {t('filter:numberOfDays')}
        <input
          id={id}
          className={inputs.input}
          type="number"
          min={1}
          max={3660}
          value={value === null ? '' : String(value)}
          aria-describedby={describedBy}
          onChange={(event) => change(event.target.value ? Number(event.target.value) : null)}
        />
      </label>
    );
  return (
    <label htmlFor={id} key={`${field.name} ${field.type}`}>
      {t('list:value')}
      <FieldInput
        id={id}
        field={plain(field)}
        value={field.type === 'instant' && typeof value === 'string' ? value.slice(0, 10) : value}
        label=""
        describedBy={describedBy}
        invalid={Boolean(describedBy)}
        change={(parsed) => {
          refuse('problem' in parsed ? t(parsed.problem) : '');
          if ('value' in parsed) change(parsed.value as Value);
        }}
      />
    </label>
  );
}
