// SPDX-License-Identifier: Apache-2.0
// One condition of the sentence: field, what is asked of it, value.
import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { fieldOf, listableFields } from '../fields';
import { FieldInput } from '../value/FieldInput';
import { operatorsOf, type Condition, type Operator } from './conditions';
import inputs from '../value/Value.module.css';
import css from './Sentence.module.css';

interface ConditionEditorProps {
  object: ObjectDefinition;
  condition?: Condition;
  done: (condition: Condition) => void;
  remove?: () => void;
}

const kWithoutValue = new Set<Operator>(['empty', 'filled', 'me']);

export function ConditionEditor({ object, condition, done, remove }: ConditionEditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const fields = listableFields(object).filter(
    (field) => field.filterable !== false && field.type !== 'text',
  );
  const [name, setName] = useState(condition?.field ?? fields[0]?.name ?? '');
  const field = fieldOf(object, name) as FieldDefinition;
  const operators = operatorsOf(field);
  const [operator, setOperator] = useState<Operator>(condition?.operator ?? operators[0]!);
  const [value, setValue] = useState<Condition['value']>(condition?.value ?? null);
  const [problem, setProblem] = useState('');
  const isTime = field.type === 'date' || field.type === 'instant';
  const chosen = Array.isArray(value) ? value : value === null ? [] : [String(value)];
  // A filter compares plain figures, not money with its currency.
  const asked: FieldDefinition = {
    ...field,
    required: false,
    type: field.type === 'money' ? 'decimal' : field.type === 'instant' ? 'date' : field.type,
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (kWithoutValue.has(operator)) return done({ field: name, operator, value: null });
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
      return setProblem(t('list:valueMissing'));
    const typed =
      field.type === 'instant' && typeof value === 'string' && value.length === 10
        ? new Date(`${value}T00:00:00`).toISOString()
        : value;
    done({ field: name, operator, value: typed });
  }

  return (
    <form className={css.editor} onSubmit={submit}>
      <label>
        {t('list:field')}
        <select
          className={inputs.input}
          value={name}
          onChange={(event) => {
            const next = fieldOf(object, event.target.value)!;
            setName(next.name);
            setOperator(operatorsOf(next)[0]!);
            setValue(next.type === 'boolean' ? true : null);
          }}
        >
          {fields.map((candidate) => (
            <option key={candidate.name} value={candidate.name}>
              {labelOf(candidate.label)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('list:operator')}
        <select
          className={inputs.input}
          value={operator}
          onChange={(event) => setOperator(event.target.value as Operator)}
        >
          {operators.map((candidate) => (
            <option key={candidate} value={candidate}>
              {t(`list:op.${isTime ? 'time.' : ''}${candidate}`)}
            </option>
          ))}
        </select>
      </label>
      {!kWithoutValue.has(operator) &&
        (field.type === 'option' ? (
          <fieldset className={css.options} aria-label={t('list:value')}>
            {field.options?.map((option) => (
              <label key={option.value}>
                <input
                  type={operator === 'in' ? 'checkbox' : 'radio'}
                  name={id}
                  className={inputs.check}
                  checked={chosen.includes(option.value)}
                  onChange={(event) =>
                    setValue(
                      operator !== 'in'
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
        ) : (
          <label htmlFor={`${id}-value`} key={`${name} ${field.type}`}>
            {t('list:value')}
            <FieldInput
              id={`${id}-value`}
              field={asked}
              value={
                Array.isArray(value)
                  ? value[0]
                  : field.type === 'instant' && typeof value === 'string'
                    ? value.slice(0, 10)
                    : value
              }
              label=""
              describedBy={problem ? `${id}-problem` : undefined}
              invalid={Boolean(problem)}
              change={(parsed) => {
                setProblem('problem' in parsed ? t(parsed.problem) : '');
                if ('value' in parsed)
                  setValue(
                    field.type === 'link' && operator === 'in' && parsed.value
                      ? [String(parsed.value)]
                      : (parsed.value as Condition['value']),
                  );
              }}
            />
          </label>
        ))}
      {problem && (
        <span id={`${id}-problem`} className={css.problem} role="alert">
          {problem}
        </span>
      )}
      <div className={css.acts}>
        {remove ? (
          <Button kind="quiet" onClick={remove}>
            {t('list:removeCondition')}
          </Button>
        ) : (
          <span />
        )}
        <Button kind="filled" type="submit">
          {t('list:apply')}
        </Button>
      </div>
    </form>
  );
}
