// SPDX-License-Identifier: Apache-2.0
// What a stage asks before a card may enter it, inside the card.
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFewRecords } from '@/api/records';
import { useObject } from '@/api/session';
import type { FieldDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { fieldOf } from '@/records/fields';
import { FieldInput } from '@/records/value/FieldInput';
import type { Parsed } from '@/records/value/parse';
import type { Move } from './move';
import type { Moves } from './useMoves';
import css from './Card.module.css';

const kReasons = 'loss_reasons';

// The reasons are few: a plain choice is quicker than a search.
function ReasonSelect({
  id,
  value,
  invalid,
  describedBy,
  choose,
}: {
  id: string;
  value: string;
  invalid: boolean;
  describedBy?: string;
  choose: (reason: string) => void;
}) {
  const { t } = useTranslation();
  const { data } = useFewRecords(kReasons, { filter: 'active eq true', top: 100 });
  const reasons = [...(data?.value ?? [])].sort(
    (a, b) =>
      Number(a.position ?? 0) - Number(b.position ?? 0) ||
      String(a.name).localeCompare(String(b.name)),
  );
  return (
    <select
      id={id}
      className={css.select}
      value={value}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{t('sales:choose')}</option>
      {reasons.map((reason) => (
        <option key={reason.id} value={reason.id}>
          {String(reason.name)}
        </option>
      ))}
    </select>
  );
}

// What the person fills in, what is wrong with it, and handing it in.
function useAnswers(move: Move, moves: Moves) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Record<string, unknown>>(move.values);
  const [shown, setShown] = useState<Record<string, unknown>>({});
  const [problems, setProblems] = useState<Record<string, string>>({});
  const focusFirst = () =>
    form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  useEffect(focusFirst, []);

  const answer = (name: string, parsed: Parsed, label?: string) => {
    if ('problem' in parsed)
      return setProblems((before) => ({ ...before, [name]: t(parsed.problem) }));
    setProblems(({ [name]: _gone, ...rest }) => rest);
    setValues((before) => ({ ...before, [name]: parsed.value }));
    if (label !== undefined)
      setShown((before) => ({ ...before, [`${name}@clientela.label`]: label }));
  };
  const send = () => {
    const missing = Object.fromEntries(
      move.fields
        .filter((name) => (values[name] ?? null) === null && (move.record[name] ?? null) === null)
        .map((name) => [name, t('sales:fill')]),
    );
    setProblems(missing);
    if (Object.keys(missing).length === 0) void moves.submit(move, values, shown);
    else focusFirst();
  };
  return { form, values, shown, problems: { ...move.problems, ...problems }, answer, send };
}

function AskedField({
  field,
  value,
  stored,
  label,
  problem,
  answer,
}: {
  field: FieldDefinition;
  value: unknown;
  stored: unknown;
  label: unknown;
  problem: string | undefined;
  answer: (parsed: Parsed, label?: string) => void;
}) {
  const id = useId();
  const input = {
    id,
    invalid: Boolean(problem),
    describedBy: problem ? `${id}problem` : undefined,
  };
  return (
    <div className={css.field}>
      <label htmlFor={id}>{labelOf(field.label)}</label>
      {field.target === kReasons ? (
        <ReasonSelect
          {...input}
          value={(value as string | undefined) ?? ''}
          choose={(reason) => answer({ value: reason || null })}
        />
      ) : (
        <FieldInput
          {...input}
          field={field}
          value={value ?? stored}
          label={String(label ?? '')}
          compact
          change={answer}
        />
      )}
      {problem && (
        <span id={`${id}problem`} className={css.problem}>
          {problem}
        </span>
      )}
    </div>
  );
}

export function MoveForm({ move, moves }: { move: Move; moves: Moves }) {
  const { t } = useTranslation();
  const object = useObject('opportunities');
  const { form, values, shown, problems, answer, send } = useAnswers(move, moves);
  const cancel = () => moves.cancel(move.record.id);

  return (
    <form
      ref={form}
      className={css.form}
      aria-label={t('sales:before', { stage: move.to.name })}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        cancel();
      }}
    >
      <p className={css.formTitle}>
        {t(move.to.kind === 'lost' ? 'sales:beforeLost' : 'sales:before', { stage: move.to.name })}
      </p>
      {move.fields.map((name) => {
        const field = object && fieldOf(object, name);
        return field ? (
          <AskedField
            key={name}
            field={field}
            value={values[name]}
            stored={move.record[name]}
            label={shown[`${name}@clientela.label`]}
            problem={problems[name]}
            answer={(parsed, label) => answer(name, parsed, label)}
          />
        ) : null;
      })}
      <div className={css.formActs}>
        <Button small kind="quiet" onClick={cancel}>
          {t('base:cancel')}
        </Button>
        <Button
          small
          kind="filled"
          type="submit"
          keys={t('shell:key.enter')}
          busy={move.phase === 'saving'}
        >
          {t('sales:move')}
        </Button>
      </div>
    </form>
  );
}
