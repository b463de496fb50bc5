// SPDX-License-Identifier: Apache-2.0
// One clause of the sentence: a field and what is asked of it, a list of related records with
// conditions of its own, or a choice of clauses.
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import type { Clause, Condition } from './clauses';
import { ClauseList } from './ClauseList';
import { ConditionPart, RelatedPart } from './ClauseParts';
import { FieldChooser, type Chosen } from './FieldChooser';
import { kWithoutValue, operatorsOf } from './operators';
import { askable, asked, isMany, walk, type Objects } from './places';
import css from './Sentence.module.css';

interface ClauseEditorProps {
  object: ObjectDefinition;
  clause?: Clause;
  inner?: boolean;
  done: (clause: Clause) => void;
  remove?: () => void;
}

const firstCondition = (object: ObjectDefinition): Condition => ({
  kind: 'condition',
  path: [],
  field: askable(object)[0]?.name ?? object.title,
  operator: operatorsOf(askable(object)[0] ?? asked(object, object.title)!)[0]!,
  value: null,
});

function isWhole(one: Clause): boolean {
  switch (one.kind) {
    case 'condition':
      return (
        kWithoutValue.has(one.operator) ||
        !(one.value === null || one.value === '' || (one.value as string[]).length === 0)
      );
    case 'counted':
      return Number.isInteger(one.value) && one.value >= 0;
    case 'related':
      return one.quantifier !== 'only' || one.clauses.length > 0;
    case 'either':
      return one.clauses.length > 0;
  }
}

// Days that are asked of a moment begin at midnight here.
function finished(objects: Objects, object: ObjectDefinition, one: Clause): Clause {
  if (one.kind === 'either' && one.clauses.length === 1) return one.clauses[0]!;
  if (one.kind !== 'condition' || typeof one.value !== 'string') return one;
  const place = walk(objects, object, one.path);
  return place && asked(place, one.field)?.type === 'instant' && one.value.length === 10
    ? { ...one, value: new Date(`${one.value}T00:00:00`).toISOString() }
    : one;
}

// What a chosen field or list of records is asked at first.
function askedFirst(
  objects: Objects,
  object: ObjectDefinition,
  { path, field, relation }: Chosen,
): Clause {
  if (relation) return { kind: 'related', path, relation, quantifier: 'any', clauses: [] };
  const place = walk(objects, object, path) ?? object;
  const next = asked(place, field!)!;
  return {
    kind: 'condition',
    path,
    field: next.name,
    operator: operatorsOf(next, isMany(place, next.name))[0]!,
    value: next.type === 'boolean' ? true : null,
  };
}

// A form of its own, or within another clause what Intro puts there without sending the outer form.
function Frame({
  inner,
  submit,
  children,
}: {
  inner: boolean;
  submit: () => void;
  children: ReactNode;
}) {
  if (!inner)
    return (
      <form
        className={css.editor}
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          submit();
        }}
      >
        {children}
      </form>
    );
  return (
    <div
      className={css.editor}
      onKeyDown={(event) => {
        const target = event.target as HTMLElement;
        if (event.key !== 'Enter' || event.defaultPrevented) return;
        if (target.tagName !== 'INPUT' || target.hasAttribute('aria-haspopup')) return;
        event.preventDefault();
        event.stopPropagation();
        submit();
      }}
    >
      {children}
    </div>
  );
}

function EditorActs({
  inner,
  submit,
  remove,
  alternative,
}: {
  inner: boolean;
  submit: () => void;
  remove: (() => void) | undefined;
  alternative: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.acts}>
      {remove && (
        <Button kind="quiet" onClick={remove}>
          {t('list:removeCondition')}
        </Button>
      )}
      {alternative && (
        <Button kind="quiet" onClick={alternative}>
          {t('filter:orElse')}
        </Button>
      )}
      <span className={css.space} />
      <Button
        kind={inner ? 'outline' : 'filled'}
        type={inner ? 'button' : 'submit'}
        onClick={inner ? submit : undefined}
      >
        {t(inner ? 'filter:put' : 'list:apply')}
      </Button>
    </div>
  );
}

export function ClauseEditor({ object, clause, inner = false, done, remove }: ClauseEditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const { objects } = useDefinitions();
  const [draft, setDraft] = useState<Clause>(() => clause ?? firstCondition(object));
  const [problem, setProblem] = useState('');
  const change = (next: Clause) => {
    setProblem('');
    setDraft(next);
  };
  const submit = () => {
    if (problem) return;
    if (!isWhole(draft)) return setProblem(t('list:valueMissing'));
    done(finished(objects, object, draft));
  };
  const branches = !inner && draft.kind !== 'either' && clause !== undefined;

  return (
    <Frame inner={inner} submit={submit}>
      {draft.kind === 'either' ? (
        <ClauseList
          object={object}
          word="or"
          clauses={draft.clauses}
          change={(clauses) => change({ ...draft, clauses })}
        />
      ) : (
        <>
          <FieldChooser
            object={object}
            inner={inner}
            chosen={draft.kind === 'condition' ? { path: draft.path, field: draft.field } : draft}
            choose={(chosen) => change(askedFirst(objects, object, chosen))}
          />
          {draft.kind === 'condition' ? (
            <ConditionPart
              object={object}
              draft={draft}
              change={change}
              refuse={setProblem}
              describedBy={problem ? `${id}-problem` : undefined}
            />
          ) : (
            <RelatedPart object={object} draft={draft} change={change} />
          )}
        </>
      )}
      {problem && (
        <span id={`${id}-problem`} className={css.problem} role="alert">
          {problem}
        </span>
      )}
      <EditorActs
        inner={inner}
        submit={submit}
        remove={remove}
        alternative={branches ? () => change({ kind: 'either', clauses: [draft] }) : undefined}
      />
    </Frame>
  );
}
