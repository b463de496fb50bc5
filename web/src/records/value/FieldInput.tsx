// SPDX-License-Identifier: Apache-2.0
// The input for a field by its type. Holds what is typed as text; gives parsed values upwards.
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
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

function LinkInput(props: FieldInputProps) {
  const { field, value, label, change, ...input } = props;
  return (
    <LinkPicker
      {...input}
      target={field.target!}
      value={(value as string | null) ?? null}
      label={label ?? ''}
      choose={(chosen, shown) => change({ value: chosen }, shown)}
    />
  );
}

const kModes: Partial<Record<FieldDefinition['type'], 'numeric' | 'decimal'>> = {
  integer: 'numeric',
  decimal: 'decimal',
};

interface TypedProps {
  field: FieldDefinition;
  text: string;
  type: (text: string) => void;
  compact: boolean | undefined;
  common: ReturnType<typeof commonProps>;
}

function OptionInput({ field, text, type, common }: TypedProps) {
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

// What every kind of input has.
const commonProps = (props: FieldInputProps) => ({
  id: props.id,
  autoFocus: props.autoFocus,
  className: css.input,
  'data-compact': props.compact || undefined,
  'aria-describedby': props.describedBy,
  'aria-invalid': props.invalid || undefined,
  'aria-required': props.field.required || undefined,
  'aria-label': props.name,
  onKeyDown: props.onKeyDown,
});

// The code can be written, pasted and emptied; the box beside it opens the chooser of the browser.
function ColorInput({ text, type, common }: Pick<TypedProps, 'text' | 'type' | 'common'>) {
  const { t } = useTranslation();
  return (
    <span className={css.colored} onKeyDown={common.onKeyDown}>
      <input
        {...common}
        onKeyDown={undefined}
        value={text}
        onChange={(event) => type(event.target.value)}
        maxLength={7}
        autoComplete="off"
        spellCheck={false}
      />
      <input
        type="color"
        className={css.pick}
        aria-label={t('records:pickColor')}
        value={/^#[0-9a-f]{6}$/i.test(text) ? text : '#808080'}
        onChange={(event) => type(event.target.value.toUpperCase())}
      />
    </span>
  );
}

function TypedInput(props: TypedProps) {
  const { field, text, type, compact, common } = props;
  if (field.type === 'option') return <OptionInput {...props} />;
  if (field.type === 'boolean')
    return (
      <input
        {...common}
        className={css.check}
        type="checkbox"
        checked={text === 'true'}
        onChange={(event) => type(event.target.checked ? 'true' : 'false')}
      />
    );
  if (field.type === 'date' || field.type === 'instant')
    return <DateInput {...common} text={text} type={type} withTime={field.type === 'instant'} />;
  if (field.format === 'color') return <ColorInput {...props} />;
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
      inputMode={kModes[field.type]}
      autoComplete="off"
    />
  );
}

export function FieldInput(props: FieldInputProps) {
  const { field, compact, change } = props;
  const [text, setText] = useState(() => toText(field, props.value));
  if (field.type === 'money') return <MoneyInput {...props} />;
  if (field.type === 'link') return <LinkInput {...props} />;
  const type = (next: string) => {
    setText(next);
    change(parseText(field, next, ''));
  };
  return (
    <TypedInput
      field={field}
      text={text}
      type={type}
      compact={compact}
      common={commonProps(props)}
    />
  );
}
