// SPDX-License-Identifier: Apache-2.0
// The filters that the sentence can show and edit: clauses that all hold. A clause asks a field
// (also of a record it points to), a list of related records, their number, or is a choice of
// clauses. The text form is OData's $filter; what does not fit stays a text.
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { compare, nothing, parse, path as pathTree, print, text } from '@/filter';
import type { Call, Lambda, Literal, Tree } from '@/filter';
import { readClauses } from './readClauses';
import type { Operator } from './operators';
import { asked, isMany, walk, type Objects } from './places';
import { daysFromToday, relativeTree } from './relative';

export interface Condition {
  kind: 'condition';
  path: string[]; // steps to one record, before the field
  field: string;
  operator: Operator;
  value: string | number | boolean | null | string[];
}
export interface Related {
  kind: 'related';
  path: string[];
  relation: string;
  quantifier: 'any' | 'none' | 'only';
  clauses: Clause[];
}
export interface Counted {
  kind: 'counted';
  path: string[];
  relation: string;
  operator: 'ge' | 'le' | 'eq';
  value: number;
}
export interface Either {
  kind: 'either';
  clauses: Clause[];
}
export type Clause = Condition | Related | Counted | Either;

export const call = (name: string, ...args: Tree[]): Call => ({ kind: 'call', name, args });
const duration = (days: number): Literal => ({
  kind: 'literal',
  literal: 'duration',
  text: `P${days}D`,
});

// Small letters without accents, as clientela.fold gives them.
export const fold = (source: string) =>
  source.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const kVariables = ['x', 'y', 'z', 'u', 'v', 'w'];

interface Scope {
  objects: Objects;
  object: ObjectDefinition;
  variable?: string;
  depth: number;
}

const at = (scope: Scope, ...segments: string[]) =>
  pathTree(...(scope.variable ? [scope.variable] : []), ...segments);

function literalOf(value: Condition['value'], field: FieldDefinition | undefined): Tree {
  if (typeof value === 'number') return { kind: 'literal', literal: 'number', text: String(value) };
  if (typeof value === 'boolean')
    return { kind: 'literal', literal: 'boolean', text: String(value) };
  return field?.type === 'date' || field?.type === 'instant'
    ? { kind: 'literal', literal: field.type, text: String(value) }
    : text(String(value));
}

const oneOf = (subject: Tree, values: string[]): Tree =>
  values.length === 1
    ? compare(subject, 'eq', text(values[0]!))
    : { kind: 'in', subject, items: values.map(text) };

// A many-to-many link is asked through its records.
function ofMany(scope: Scope, { path, field, operator, value }: Condition): Tree {
  const variable = kVariables[scope.depth % kVariables.length]!;
  const any: Lambda = {
    kind: 'lambda',
    path: at(scope, ...path, field),
    all: false,
    variable: operator === 'in' ? variable : '',
    condition: operator === 'in' ? oneOf(pathTree(variable, 'id'), value as string[]) : null,
  };
  if (operator === 'below')
    return call('clientela.below', at(scope, ...path, field), text(String(value)));
  return operator === 'empty' ? { kind: 'not', over: any } : any;
}

function ofCondition(scope: Scope, condition: Condition): Tree {
  const { path, field: name, operator, value } = condition;
  const place = walk(scope.objects, scope.object, path);
  if (place && isMany(place, name)) return ofMany(scope, condition);
  const field = place && asked(place, name);
  const subject = at(scope, ...path, name);
  const today = field?.type === 'instant' ? call('now') : call('clientela.today');
  switch (operator) {
    case 'contains':
    case 'startswith':
      return call(operator, call('clientela.fold', subject), text(fold(String(value))));
    case 'lacks':
      return {
        kind: 'not',
        over: call('contains', call('clientela.fold', subject), text(fold(String(value)))),
      };
    case 'empty':
      return compare(subject, 'eq', nothing);
    case 'filled':
      return compare(subject, 'ne', nothing);
    case 'me':
      return compare(subject, 'eq', call('clientela.me'));
    case 'below':
      return call('clientela.below', subject, text(String(value)));
    case 'past':
      return compare(subject, 'lt', today);
    case 'coming':
      return compare(subject, 'ge', today);
    case 'since_days':
    case 'within_days': {
      const back = operator === 'since_days';
      return compare(subject, back ? 'ge' : 'le', {
        kind: 'arithmetic',
        op: back ? 'sub' : 'add',
        left: today,
        right: duration(Number(value)),
      });
    }
    case 'in':
      return oneOf(subject, value as string[]);
    default: {
      const days = field?.type === 'date' ? daysFromToday(value) : null;
      const right = days === null ? literalOf(value, field) : relativeTree(days);
      return compare(subject, operator, right);
    }
  }
}

function ofRelated(scope: Scope, { path, relation, quantifier, clauses }: Related): Tree {
  const target = walk(scope.objects, scope.object, path)?.relations?.find(
    ({ name }) => name === relation,
  )?.target;
  const inner: Scope = {
    objects: scope.objects,
    object: (target && scope.objects.get(target)) || scope.object,
    variable: kVariables[scope.depth % kVariables.length]!,
    depth: scope.depth + 1,
  };
  const condition = joined(inner, clauses);
  const lambda: Lambda = {
    kind: 'lambda',
    path: at(scope, ...path, relation),
    all: quantifier === 'only' && condition !== null,
    variable: condition ? inner.variable! : '',
    condition,
  };
  return quantifier === 'none' ? { kind: 'not', over: lambda } : lambda;
}

function treeIn(scope: Scope, clause: Clause): Tree | null {
  switch (clause.kind) {
    case 'condition':
      return ofCondition(scope, clause);
    case 'related':
      return ofRelated(scope, clause);
    case 'counted':
      return compare(at(scope, ...clause.path, clause.relation, '$count'), clause.operator, {
        kind: 'literal',
        literal: 'number',
        text: String(clause.value),
      });
    case 'either': {
      const parts = clause.clauses.flatMap((part) => treeIn(scope, part) ?? []);
      return parts.length > 1 ? { kind: 'or', parts } : (parts[0] ?? null);
    }
  }
}

function joined(scope: Scope, clauses: Clause[]): Tree | null {
  const parts = clauses.flatMap((clause) => treeIn(scope, clause) ?? []);
  return parts.length > 1 ? { kind: 'and', parts } : (parts[0] ?? null);
}

export const treeOfClause = (objects: Objects, object: ObjectDefinition, clause: Clause) =>
  treeIn({ objects, object, depth: 0 }, clause);

export function printClauses(
  objects: Objects,
  object: ObjectDefinition,
  clauses: Clause[],
): string {
  const tree = joined({ objects, object, depth: 0 }, clauses);
  return tree ? print(tree) : '';
}

// The clauses of a text, or null when it says more than clauses can (or is no filter at all).
export function parseClauses(
  objects: Objects,
  object: ObjectDefinition,
  source: string,
): Clause[] | null {
  if (source.trim() === '') return [];
  try {
    return readClauses(objects, object, parse(source));
  } catch {
    return null;
  }
}
