// SPDX-License-Identifier: Apache-2.0
// What a stage asks before a card may enter it, inside the card.
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFewRecords } from '@/api/records';
import { useObject } from '@/api/session';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { fieldOf } from '@/records/fields';
import { FieldInput } from '@/records/value/FieldInput';
import type { Move, Moves } from './useMoves';
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

export function MoveForm({ move, moves }: { move: Move; moves: Moves }) {
  const { t } = useTranslation();
  const object = useObject('opportunities');
  const prefix = useId();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Record<string, unknown>>(move.values);
  const [shown, setShown] = useState<Record<string, unknown>>({});
  const [problems, setProblems] = useState<Record<string, string>>({});
  const cancel = () => moves.cancel(move.record.id);
  const all = { ...move.problems, ...problems };

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }, []);

  const send = () => {
    const missing = Object.fromEntries(
      move.fields
        .filter((name) => (values[name] ?? null) === null && (move.record[name] ?? null) === null)
        .map((name) => [name, t('sales:fill')]),
    );
    setProblems(missing);
    if (Object.keys(missing).length === 0) void moves.submit(move, values, shown);
    else form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  };

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
        if (!field) return null;
        const id = `${prefix}${name}`;
        return (
          <div key={name} className={css.field}>
            <label htmlFor={id}>{labelOf(field.label)}</label>
            {field.target === kReasons ? (
              <ReasonSelect
                id={id}
                value={(values[name] as string | undefined) ?? ''}
                invalid={Boolean(all[name])}
                describedBy={all[name] ? `${id}problem` : undefined}
                choose={(reason) => {
                  setProblems(({ [name]: _gone, ...rest }) => rest);
                  setValues((before) => ({ ...before, [name]: reason || null }));
                }}
              />
            ) : (
              <FieldInput
                id={id}
                field={field}
                value={values[name] ?? move.record[name]}
                invalid={Boolean(all[name])}
                label={String(shown[`${name}@clientela.label`] ?? '')}
                describedBy={all[name] ? `${id}problem` : undefined}
                compact
                change={(parsed, label) => {
                  if ('problem' in parsed)
                    return setProblems((before) => ({ ...before, [name]: t(parsed.problem) }));
                  setProblems(({ [name]: _gone, ...rest }) => rest);
                  setValues((before) => ({ ...before, [name]: parsed.value }));
                  if (label !== undefined)
                    setShown((before) => ({ ...before, [`${name}@clientela.label`]: label }));
                }}
              />
            )}
            {all[name] && (
              <span id={`${id}problem`} className={css.problem}>
                {all[name]}
              </span>
            )}
          </div>
        );
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
