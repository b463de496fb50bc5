// SPDX-License-Identifier: Apache-2.0
// The filter as OData's text: what it says in words while it is typed, and the place of a mistake.
import type { TFunction } from 'i18next';
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

interface Fault {
  text: string;
  at: number; // its place in the text, -1 where nobody knows
}

type Unknown = ReturnType<typeof unknownName>;

function faultOf(
  typed: string,
  mistake: Read['mistake'],
  unknown: Unknown,
  refused: ApiError | null,
  t: TFunction,
): Fault | null {
  if (mistake) {
    const what = t(`filter:mistake.${mistake.code}`, {
      defaultValue: t('filter:mistake.unexpected'),
    });
    return { text: `${what} ${t('list:syntax', { place: mistake.at + 1 })}`, at: mistake.at };
  }
  if (unknown) {
    const text = t(unknown.meant ? 'filter:unknownMeant' : 'filter:unknownName', { ...unknown });
    return { text, at: unknown.at };
  }
  return refused?.message ? { text: refused.message, at: placeOf(typed, refused) } : null;
}

function FaultLine({ fault }: { fault: Fault }) {
  return (
    <p id="filter-error" role="alert" className={css.error}>
      {fault.at >= 0 && (
        <span aria-hidden className={css.caret}>
          {'\u00a0'.repeat(fault.at)}^
        </span>
      )}
      {fault.text}
    </p>
  );
}

// What the text says; nothing while it is not whole.
function Words({
  object,
  tree,
  typing,
}: {
  object: ObjectDefinition;
  tree: Tree | null;
  typing: boolean;
}) {
  const { t } = useTranslation();
  return (
    <p id="filter-words" className={css.words}>
      {manyLabel(object)}{' '}
      {tree && !typing ? (
        <>
          {t('list:where')} <Spoken object={object} tree={tree} />
        </>
      ) : (
        t(typing ? 'filter:typing' : 'list:everything')
      )}
    </p>
  );
}

interface FilterTextProps {
  object: ObjectDefinition;
  text: string;
  error: ApiError | null;
  apply: (next: string) => void;
}

export function FilterText({ object, text, error, apply }: FilterTextProps) {
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
  const settled = asked || typed === text;
  // The last word may still be growing.
  const growing = unknown !== null && unknown.at + unknown.name.length === typed.length;
  const fault = faultOf(
    typed,
    settled ? mistake : null,
    settled || !growing ? unknown : null,
    typed === text ? error : null,
    t,
  );
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
          aria-invalid={fault !== null || undefined}
          aria-describedby={fault ? 'filter-error' : 'filter-words'}
          placeholder={t('list:filterExample', { field: object.title })}
          onChange={(event) => {
            setTyped(event.target.value);
            setAsked(false);
          }}
        />
        {fault ? (
          <FaultLine fault={fault} />
        ) : (
          <Words object={object} tree={tree} typing={mistake !== null || unknown !== null} />
        )}
      </div>
      <Button type="submit">{t('list:apply')}</Button>
    </form>
  );
}
