// SPDX-License-Identifier: Apache-2.0
// The filter as OData's text: what it says in words while it is typed, and the place of a mistake.
import { useMemo, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '@/api/client';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { FilterSyntaxError, parse, type Tree } from '@/filter';
import { manyLabel } from '../fields';
import { Spoken } from './Spoken';
import { unknownName } from './unknown';
import inputs from '../value/Value.module.css';
import css from './FilterText.module.css';

interface Read {
  tree: Tree | null;
  mistake: { at: number; code: string } | null;
}

export function readFilter(text: string): Read {
  if (text.trim() === '') return { tree: null, mistake: null };
  try {
    return { tree: parse(text), mistake: null };
  } catch (error) {
    const found = error instanceof FilterSyntaxError ? error : null;
    return { tree: null, mistake: { at: found?.at ?? 0, code: found?.code ?? 'unexpected' } };
  }
}

// The server names what it did not know (a field, a value); that word is marked in the text.
const placeOf = (text: string, error: ApiError) =>
  error.target && !error.target.startsWith('$') ? text.indexOf(error.target) : -1;

export function FilterText({
  object,
  text,
  error,
  apply,
}: {
  object: ObjectDefinition;
  text: string;
  error: ApiError | null;
  apply: (next: string) => void;
}) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const [asked, setAsked] = useState(false); // a half-typed text is no mistake until it is applied
  const { tree, mistake } = useMemo(() => readFilter(typed), [typed]);
  const { objects } = useDefinitions();
  const unknown = useMemo(
    () => (tree ? unknownName(objects, object, typed, tree) : null),
    [objects, object, typed, tree],
  );
  const refused = error !== null && typed === text ? error : null;
  const shown = asked || typed === text ? mistake : null;
  // The last word may still be growing.
  const growing = unknown !== null && unknown.at + unknown.name.length === typed.length;
  const strange = unknown && (asked || typed === text || !growing) ? unknown : null;
  const offset = shown
    ? shown.at
    : strange
      ? strange.at
      : refused
        ? placeOf(typed, refused)
        : -1;
  const message = shown
    ? `${t(`filter:mistake.${shown.code}`, { defaultValue: t('filter:mistake.unexpected') })} ${t('list:syntax', { place: shown.at + 1 })}`
    : strange
      ? t(strange.meant ? 'filter:unknownMeant' : 'filter:unknownName', { ...strange })
      : refused?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (mistake) input.current?.setSelectionRange(mistake.at, mistake.at + 1);
    else if (unknown)
      input.current?.setSelectionRange(unknown.at, unknown.at + unknown.name.length);
    else apply(typed.trim());
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
          aria-describedby={message ? 'filter-error' : 'filter-words'}
          placeholder={t('list:filterExample', { field: object.title })}
          onChange={(event) => {
            setTyped(event.target.value);
            setAsked(false);
          }}
        />
        {message ? (
          <p id="filter-error" role="alert" className={css.error}>
            {offset >= 0 && (
              <span aria-hidden className={css.caret}>
                {'\u00a0'.repeat(offset)}^
              </span>
            )}
            {message}
          </p>
        ) : (
          <p id="filter-words" className={css.words}>
            {manyLabel(object)}{' '}
            {tree && !unknown ? (
              <>
                {t('list:where')} <Spoken object={object} tree={tree} />
              </>
            ) : (
              t(mistake || unknown ? 'filter:typing' : 'list:everything')
            )}
          </p>
        )}
      </div>
      <Button type="submit">{t('list:apply')}</Button>
    </form>
  );
}
