// SPDX-License-Identifier: Apache-2.0
// The input for a field by its type. Holds what is typed as text; gives parsed values upwards.
import { useState, type KeyboardEvent } from 'react';
import { useMe } from '@/api/session';
import type { FieldDefinition } from '@/api/types';
import type { MoneyValue } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { DateInput } from './DateInput';
import { LinkPicker } from './LinkPicker';
import { parseText, toText, type Parsed } from './parse';
import css from './Value.module.css';

export interface FieldInputProps {
  field: FieldDefinition;
  value: unknown;
  label?: string; // of a link
  id?: string;
  describedBy?: string;
  invalid?: boolean;
  autoFocus?: boolean;
  compact?: boolean;
  change: (parsed: Parsed, shownLabel?: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  name?: string; // accessible name where no label element stands
}

const kFormatTypes: Record<string, string> = { email: 'email', phone: 'tel', url: 'url' };

function MoneyInput(props: FieldInputProps) {
  const { field, value, id, describedBy, invalid, autoFocus, compact, change, onKeyDown, name } =
    props;
  const me = useMe();
  const [text, setText] = useState(() => toText(field, value));
  const [currency, setCurrency] = useState(
    (value as MoneyValue | null)?.currency ?? me.company.currency,
  );
  const offered = me.company.currencies ?? [me.company.currency];
  const currencies = offered.includes(currency) ? offered : [currency, ...offered];
  return (
    <span className={css.money} onKeyDown={onKeyDown}>
      <input
        id={id}
        className={css.input}
        data-compact={compact || undefined}
        inputMode="decimal"
        value={text}
        autoFocus={autoFocus}
        aria-label={name}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        aria-required={field.required || undefined}
        onChange={(event) => {
          setText(event.target.value);
          change(parseText(field, event.target.value, currency));
        }}
      />
      <select
        className={css.input}
        data-compact={compact || undefined}
        value={currency}
        aria-label={`${name ?? labelOf(field.label)}, ${currency}`}
        onChange={(event) => {
          setCurrency(event.target.value);
          change(parseText(field, text, event.target.value));
        }}
      >
        {currencies.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </select>
    </span>
  );
}

export function FieldInput(props: FieldInputProps) {
  const { field, value, id, describedBy, invalid, autoFocus, compact, change, onKeyDown, name } =
    props;
  const [text, setText] = useState(() => toText(field, value));
  const common = {
    id,
    autoFocus,
    className: css.input,
    'data-compact': compact || undefined,
    'aria-describedby': describedBy,
    'aria-invalid': invalid || undefined,
    'aria-required': field.required || undefined,
    'aria-label': name,
    onKeyDown,
  };
  const type = (next: string) => {
    setText(next);
    change(parseText(field, next, ''));
  };
  if (field.type === 'money') return <MoneyInput {...props} />;
  if (field.type === 'link') {
    return (
      <LinkPicker
        id={id}
        target={field.target!}
        value={(value as string | null) ?? null}
        label={props.label ?? ''}
        describedBy={describedBy}
        invalid={invalid}
        autoFocus={autoFocus}
        compact={compact}
        name={name}
        onKeyDown={onKeyDown}
        choose={(chosen, shown) => change({ value: chosen }, shown)}
      />
    );
  }
  if (field.type === 'boolean') {
    return (
      <input
        {...common}
        className={css.check}
        type="checkbox"
        checked={text === 'true'}
        onChange={(event) => type(event.target.checked ? 'true' : 'false')}
      />
    );
  }
  if (field.type === 'option') {
    return (
      <select {...common} value={text} onChange={(event) => type(event.target.value)}>
        {(!field.required || text === '') && <option value="">–</option>}
        {field.options
          ?.filter((option) => !option.hidden || option.value === text)
          .map((option) => (
            <option key={option.value} value={option.value}>
              {labelOf(option.label)}
            </option>
          ))}
      </select>
    );
  }
  if (field.type === 'date' || field.type === 'instant')
    return <DateInput {...common} text={text} type={type} withTime={field.type === 'instant'} />;
  if (field.type === 'text')
    return (
      <textarea
        {...common}
        rows={compact ? 2 : 4}
        value={text}
        onChange={(event) => type(event.target.value)}
      />
    );
  return (
    <input
      {...common}
      value={text}
      onChange={(event) => type(event.target.value)}
      maxLength={field.max_length || undefined}
      type={kFormatTypes[field.format ?? ''] ?? 'text'}
      inputMode={
        field.type === 'integer' ? 'numeric' : field.type === 'decimal' ? 'decimal' : undefined
      }
      autoComplete="off"
    />
  );
}
