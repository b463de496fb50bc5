// SPDX-License-Identifier: Apache-2.0
// What a clause asks: of a field, or of the records that belong to it.
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import type { Clause, Condition, Counted, Related } from './clauses';
import { ClauseList } from './ClauseList';
import { isTime, kWithoutValue, operatorsOf, type Operator } from './operators';
import { asked, isMany, relationOf, walk } from './places';
import { ValueEditor } from './ValueEditor';
import inputs from '../value/Value.module.css';

const kQuantifiers = ['any', 'none', 'only', 'ge', 'le', 'eq'] as const;
type Quantifier = (typeof kQuantifiers)[number];
const counts = (quantifier: Quantifier): quantifier is 'ge' | 'le' | 'eq' =>
  quantifier.length === 2;

export function ConditionPart({
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

export function RelatedPart({
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
