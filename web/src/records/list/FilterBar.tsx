// SPDX-License-Identifier: Apache-2.0
// The line between views and table: the sentence, or its text form (`</>`) with the place of an
// error.
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '@/api/client';
import type { ObjectDefinition } from '@/api/types';
import { Button, IconButton } from '@/base/Button';
import { IconCode, IconFilter } from '@/base/icons';
import { FilterSyntaxError, parse } from '@/filter';
import { fieldOf } from '../fields';
import { parseConditions, printConditions } from './conditions';
import { SaveView } from './SaveView';
import { Sentence } from './Sentence';
import type { ListState } from './useListState';
import inputs from '../value/Value.module.css';
import css from './FilterBar.module.css';

// The server gives the offset of a mistake in the message or as `offset`; it is shown under its
// character.
const offsetOf = (error: ApiError | null) => {
  const found =
    error && /(?:offset|posición|position|carácter|character)\s*:?\s*(\d+)/i.exec(error.message);
  return found ? Number(found[1]) : null;
};

// What is wrong with a text before it is sent: the offset of the first mistake.
function mistakeIn(text: string): number | null {
  if (text.trim() === '') return null;
  try {
    parse(text);
    return null;
  } catch (error) {
    return error instanceof FilterSyntaxError ? error.at : 0;
  }
}

function FilterText({
  text,
  error,
  apply,
}: {
  text: string;
  error: ApiError | null;
  apply: (next: string) => void;
}) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const [mistake, setMistake] = useState(() => mistakeIn(text));
  const offset = mistake ?? (typed === text ? offsetOf(error) : null);
  const message =
    mistake !== null
      ? t('list:syntax', { place: mistake + 1 })
      : typed === text
        ? error?.message
        : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = mistakeIn(typed);
    setMistake(found);
    if (found === null) apply(typed.trim());
    else input.current?.setSelectionRange(found, found + 1);
  };
  return (
    <form className={css.text} onSubmit={submit}>
      <div className={css.formula}>
        <input
          ref={input}
          className={inputs.input}
          value={typed}
          spellCheck={false}
          autoFocus
          aria-label={t('list:filterText')}
          aria-invalid={Boolean(message) || undefined}
          aria-describedby={message ? 'filter-error' : undefined}
          placeholder="life_cycle eq 'customer' and revenue gt 100000"
          onChange={(event) => {
            setTyped(event.target.value);
            setMistake(null);
          }}
        />
        {message && (
          <p id="filter-error" role="alert" className={css.error}>
            {offset !== null && (
              <span aria-hidden className={css.caret}>
                {'\u00a0'.repeat(offset)}^
              </span>
            )}
            {message}
          </p>
        )}
      </div>
      <Button type="submit">{t('list:apply')}</Button>
    </form>
  );
}

export function FilterBar({
  object,
  state,
  error,
}: {
  object: ObjectDefinition;
  state: ListState;
  error: ApiError | null;
}) {
  const { t } = useTranslation();
  const known = (name: string) => fieldOf(object, name);
  const conditions = parseConditions(state.filter, known);
  const [asText, setAsText] = useState(false);
  const textual = asText || conditions === null;
  return (
    <div className={css.bar}>
      <IconFilter size={16} stroke={1.75} aria-hidden className={css.icon} />
      <div className={css.filter}>
        {textual ? (
          <FilterText
            key={state.filter}
            text={state.filter}
            error={error}
            apply={state.setFilter}
          />
        ) : (
          <Sentence
            object={object}
            conditions={conditions}
            change={(next) => state.setFilter(printConditions(next, known))}
          />
        )}
      </div>
      {state.changed && !state.bin && <SaveView object={object} state={state} />}
      <IconButton
        icon={IconCode}
        label={t(asText ? 'list:asSentence' : 'list:asText')}
        aria-pressed={textual}
        onClick={() => setAsText(!asText)}
      />
    </div>
  );
}
