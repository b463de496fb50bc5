// SPDX-License-Identifier: Apache-2.0
// One clause of the sentence: a field and what is asked of it, a list of related records with
// conditions of its own, or a choice of clauses.
import { useId, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import type { Clause, Condition, Counted, Related } from './clauses';
import { ClauseList } from './ClauseList';
import { FieldChooser } from './FieldChooser';
import { isTime, kWithoutValue, operatorsOf, type Operator } from './operators';
import { askable, asked, isMany, relationOf, walk } from './places';
import { ValueEditor } from './ValueEditor';
import inputs from '../value/Value.module.css';
import css from './Sentence.module.css';

interface ClauseEditorProps {
  object: ObjectDefinition;
  clause?: Clause;
  inner?: boolean;
  done: (clause: Clause) => void;
  remove?: () => void;
}

const kQuantifiers = ['any', 'none', 'only', 'ge', 'le', 'eq'] as const;
type Quantifier = (typeof kQuantifiers)[number];
const counts = (quantifier: Quantifier): quantifier is 'ge' | 'le' | 'eq' =>
  quantifier.length === 2;

export function ClauseEditor({ object, clause, inner = false, done, remove }: ClauseEditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const { objects } = useDefinitions();
  const [draft, setDraft] = useState<Clause>(
    () =>
      clause ?? {
        kind: 'condition',
        path: [],
        field: askable(object)[0]?.name ?? object.title,
        operator: operatorsOf(askable(object)[0] ?? asked(object, object.title)!)[0]!,
        value: null,
      },
  );
  const [problem, setProblem] = useState('');
  const change = (next: Clause) => {
    setProblem('');
    setDraft(next);
  };

  const isWhole = (one: Clause): boolean => {
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
  };
  function submit(event?: FormEvent) {
    event?.preventDefault();
    event?.stopPropagation();
    if (problem) return;
    if (!isWhole(draft)) return setProblem(t('list:valueMissing'));
    done(finished(draft));
  }
  // Days that are asked of a moment begin at midnight here.
  const finished = (one: Clause): Clause => {
    if (one.kind === 'either' && one.clauses.length === 1) return one.clauses[0]!;
    if (one.kind !== 'condition' || typeof one.value !== 'string') return one;
    const place = walk(objects, object, one.path);
    return place && asked(place, one.field)?.type === 'instant' && one.value.length === 10
      ? { ...one, value: new Date(`${one.value}T00:00:00`).toISOString() }
      : one;
  };
  const Frame = inner ? 'div' : 'form';
  const describedBy = problem ? `${id}-problem` : undefined;

  return (
    <Frame
      className={css.editor}
      onSubmit={inner ? undefined : submit}
      onKeyDown={(event: KeyboardEvent) => {
        const target = event.target as HTMLElement;
        if (!inner || event.key !== 'Enter' || event.defaultPrevented) return;
        if (target.tagName !== 'INPUT' || target.hasAttribute('aria-haspopup')) return;
        event.preventDefault();
        event.stopPropagation();
        submit();
      }}
    >
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
            choose={({ path, field, relation }) => {
              if (relation)
                return change({ kind: 'related', path, relation, quantifier: 'any', clauses: [] });
              const place = walk(objects, object, path) ?? object;
              const next = asked(place, field!)!;
              change({
                kind: 'condition',
                path,
                field: next.name,
                operator: operatorsOf(next, isMany(place, next.name))[0]!,
                value: next.type === 'boolean' ? true : null,
              });
            }}
          />
          {draft.kind === 'condition' ? (
            <ConditionPart
              object={object}
              draft={draft}
              change={change}
              refuse={setProblem}
              describedBy={describedBy}
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
      <div className={css.acts}>
        {remove && (
          <Button kind="quiet" onClick={remove}>
            {t('list:removeCondition')}
          </Button>
        )}
        {!inner && draft.kind !== 'either' && clause && (
          <Button kind="quiet" onClick={() => change({ kind: 'either', clauses: [draft] })}>
            {t('filter:orElse')}
          </Button>
        )}
        <span className={css.space} />
        <Button
          kind={inner ? 'outline' : 'filled'}
          type={inner ? 'button' : 'submit'}
          onClick={inner ? () => submit() : undefined}
        >
          {t(inner ? 'filter:put' : 'list:apply')}
        </Button>
      </div>
    </Frame>
  );
}

function ConditionPart({
  object,
  draft,
  change,
  refuse,
  describedBy,
}: {
  object: ObjectDefinition;
  draft: Condition;
  change: (next: Condition) => void;
  refuse: (problem: string) => void;
  describedBy?: string;
}) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const place = walk(objects, object, draft.path) ?? object;
  const field = asked(place, draft.field)!;
  return (
    <>
      <label>
        {t('list:operator')}
        <select
          className={inputs.input}
          value={draft.operator}
          onChange={(event) => {
            const operator = event.target.value as Operator;
            const kept = Array.isArray(draft.value) === (operator === 'in');
            change({ ...draft, operator, value: kept ? draft.value : null });
          }}
        >
          {operatorsOf(field, isMany(place, field.name)).map((operator) => (
            <option key={operator} value={operator}>
              {t(`list:op.${isTime(field) ? 'time.' : ''}${operator}`)}
            </option>
          ))}
        </select>
      </label>
      {!kWithoutValue.has(draft.operator) && (
        <ValueEditor
          key={`${draft.path.join('/')} ${field.name}`}
          field={field}
          operator={draft.operator}
          value={draft.value}
          change={(value) => change({ ...draft, value })}
          refuse={refuse}
          describedBy={describedBy}
        />
      )}
    </>
  );
}

function RelatedPart({
  object,
  draft,
  change,
}: {
  object: ObjectDefinition;
  draft: Related | Counted;
  change: (next: Clause) => void;
}) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const place = walk(objects, object, draft.path) ?? object;
  const target = objects.get(relationOf(place, draft.relation)?.target ?? '');
  const { path, relation } = draft;
  const choose = (quantifier: Quantifier) =>
    counts(quantifier)
      ? change({ kind: 'counted', path, relation, operator: quantifier, value: 1 })
      : change({
          kind: 'related',
          path,
          relation,
          quantifier,
          clauses: draft.kind === 'related' ? draft.clauses : [],
        });
  return (
    <>
      <label>
        {t('list:operator')}
        <select
          className={inputs.input}
          value={draft.kind === 'related' ? draft.quantifier : draft.operator}
          onChange={(event) => choose(event.target.value as Quantifier)}
        >
          {kQuantifiers.map((quantifier) => (
            <option key={quantifier} value={quantifier}>
              {t(`filter:quantifier.${quantifier}`)}
            </option>
          ))}
        </select>
      </label>
      {draft.kind === 'counted' ? (
        <label>
          {t('filter:howMany')}
          <input
            className={inputs.input}
            type="number"
            min={0}
            value={Number.isNaN(draft.value) ? '' : draft.value}
            onChange={(event) =>
              change({ ...draft, value: event.target.value ? Number(event.target.value) : NaN })
            }
          />
        </label>
      ) : (
        target && (
          <ClauseList
            object={target}
            word="and"
            clauses={draft.clauses}
            change={(clauses) => change({ ...draft, clauses })}
          />
        )
      )}
    </>
  );
}
