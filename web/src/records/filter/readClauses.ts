// SPDX-License-Identifier: Apache-2.0
// From the tree of a filter back to the clauses of the sentence; null where it says more than they
// can.
import type { ObjectDefinition } from '@/api/types';
import type { Call, Compare, Lambda, Literal, Tree } from '@/filter';
import type { Clause, Condition } from './clauses';
import type { Operator } from './operators';
import { asked, isMany, relationOf, walk, type Objects } from './places';
import { daysOfTree, relativeDay } from './relative';

interface Scope {
  objects: Objects;
  object: ObjectDefinition;
  variable?: string;
}

interface Subject {
  path: string[];
  field: string;
  type: string;
}

const isText = (tree: Tree | undefined): tree is Literal =>
  tree?.kind === 'literal' && tree.literal === 'string';

// The segments of a path within its scope: those of a lambda begin with its variable.
function within(scope: Scope, tree: Tree | undefined): string[] | null {
  if (tree?.kind !== 'path') return null;
  if (!scope.variable) return tree.segments;
  return tree.segments[0] === scope.variable ? tree.segments.slice(1) : null;
}

function subjectOf(scope: Scope, tree: Tree | undefined): Subject | null {
  let segments = within(scope, tree);
  if (!segments || segments.length === 0) return null;
  if (segments.length > 1 && segments.at(-1) === 'amount') {
    const money = walk(scope.objects, scope.object, segments.slice(0, -2));
    if (money && asked(money, segments.at(-2)!)?.type === 'money') segments = segments.slice(0, -1);
  }
  const path = segments.slice(0, -1);
  const field = segments.at(-1)!;
  const place = walk(scope.objects, scope.object, path);
  const found = place && asked(place, field);
  return found ? { path, field, type: found.type } : null;
}

const condition = (
  { path, field }: Subject,
  operator: Operator,
  value: Condition['value'] = null,
): Condition => ({ kind: 'condition', path, field, operator, value });

const kTurned: Record<string, Compare['op']> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'lt',
  ge: 'le',
  lt: 'gt',
  le: 'ge',
};

const isToday = (tree: Tree): boolean =>
  tree.kind === 'call' && (tree.name === 'clientela.today' || tree.name === 'now');

const kOrders = new Set(['ge', 'le']);

function ofMoment(subject: Subject, op: Compare['op'], right: Tree): Condition | null {
  if (isToday(right) && op === 'lt') return condition(subject, 'past');
  if (isToday(right) && op === 'ge') return condition(subject, 'coming');
  if (right.kind === 'arithmetic' && isToday(right.left) && right.right.kind === 'literal') {
    const days = /^P(\d+)D$/.exec(right.right.text)?.[1];
    if (days && right.op === 'sub' && op === 'ge')
      return condition(subject, 'since_days', Number(days));
    if (days && right.op === 'add' && op === 'le')
      return condition(subject, 'within_days', Number(days));
  }
  const days = subject.type === 'date' && kOrders.has(op) ? daysOfTree(right) : null;
  return days === null ? null : condition(subject, op, relativeDay(days));
}

function ofCount(scope: Scope, tree: Compare): Clause | null {
  const segments = within(scope, tree.left);
  if (segments?.at(-1) !== '$count' || tree.right.kind !== 'literal') return null;
  const place = walk(scope.objects, scope.object, segments.slice(0, -2));
  const relation = segments.at(-2)!;
  const value = Number(tree.right.text);
  if (!place || !relationOf(place, relation) || !Number.isInteger(value)) return null;
  const path = segments.slice(0, -2);
  const counted = (operator: 'ge' | 'le' | 'eq', number: number): Clause => ({
    kind: 'counted',
    path,
    relation,
    operator,
    value: number,
  });
  if (tree.op === 'ge' || tree.op === 'le' || tree.op === 'eq') return counted(tree.op, value);
  if (tree.op === 'gt') return counted('ge', value + 1);
  return tree.op === 'lt' ? counted('le', value - 1) : null;
}

function ofCompare(scope: Scope, written: Compare): Clause | null {
  const turned = written.left.kind === 'literal' && written.right.kind === 'path';
  const tree: Compare = turned
    ? { ...written, op: kTurned[written.op]!, left: written.right, right: written.left }
    : written;
  const counted = ofCount(scope, tree);
  if (counted) return counted;
  const subject = subjectOf(scope, tree.left);
  if (!subject) return null;
  const { op, right } = tree;
  if (right.kind === 'call' && right.name === 'clientela.me')
    return op === 'eq' ? condition(subject, 'me') : null;
  if (right.kind !== 'literal') return ofMoment(subject, op, right);
  switch (right.literal) {
    case 'null':
      if (op !== 'eq' && op !== 'ne') return null;
      return condition(subject, op === 'eq' ? 'empty' : 'filled');
    case 'boolean': {
      if (op !== 'eq' && op !== 'ne') return null;
      return condition(subject, 'eq', (right.text === 'true') === (op === 'eq'));
    }
    case 'number':
      return condition(subject, op, Number(right.text));
    case 'string':
      return op === 'eq' && (subject.type === 'option' || subject.type === 'link')
        ? condition(subject, 'in', [right.text])
        : condition(subject, op, right.text);
    case 'date':
    case 'instant':
      return condition(subject, op, right.text);
    default:
      return null;
  }
}

function ofCall(scope: Scope, tree: Call): Condition | null {
  const [first, second] = tree.args;
  if (!isText(second)) return null;
  if (tree.name === 'clientela.below') {
    const subject = subjectOf(scope, first);
    return subject && condition(subject, 'below', second.text);
  }
  if (tree.name !== 'contains' && tree.name !== 'startswith') return null;
  const subject =
    first?.kind === 'call' && first.name === 'clientela.fold'
      ? subjectOf(scope, first.args[0])
      : null;
  return subject && condition(subject, tree.name, second.text);
}

// `classifications/any(x:x/id eq 'ID')` asks the link itself.
function ofManyLink(scope: Scope, tree: Lambda, path: string[], field: string): Condition | null {
  const place = walk(scope.objects, scope.object, path);
  if (!place || !isMany(place, field) || tree.all) return null;
  const subject: Subject = { path, field, type: 'link' };
  if (tree.condition === null) return condition(subject, 'filled');
  const { condition: inner } = tree;
  const asksId = (asker: Tree) =>
    asker.kind === 'path' && asker.segments.join('/') === `${tree.variable}/id`;
  if (inner.kind === 'compare' && inner.op === 'eq' && asksId(inner.left) && isText(inner.right))
    return condition(subject, 'in', [inner.right.text]);
  return inner.kind === 'in' && asksId(inner.subject) && inner.items.every(isText)
    ? condition(
        subject,
        'in',
        inner.items.map((item) => (item as Literal).text),
      )
    : null;
}

function ofLambda(scope: Scope, tree: Lambda, negated: boolean): Clause | null {
  const segments = within(scope, tree.path);
  if (!segments || segments.length === 0) return null;
  const path = segments.slice(0, -1);
  const relation = segments.at(-1)!;
  const place = walk(scope.objects, scope.object, path);
  const found = place && relationOf(place, relation);
  const target = found && scope.objects.get(found.target);
  if (!target || (tree.all && negated)) return null;
  const link = ofManyLink(scope, tree, path, relation);
  if (link) {
    if (!negated) return link;
    return link.operator === 'filled' ? { ...link, operator: 'empty' } : null;
  }
  if (isMany(place, relation)) return null;
  const clauses =
    tree.condition === null
      ? []
      : clausesIn(
          { objects: scope.objects, object: target, variable: tree.variable },
          tree.condition,
        );
  if (!clauses) return null;
  const quantifier = tree.all ? 'only' : negated ? 'none' : 'any';
  return { kind: 'related', path, relation, quantifier, clauses };
}

function clauseOf(scope: Scope, tree: Tree): Clause | null {
  switch (tree.kind) {
    case 'compare':
      return ofCompare(scope, tree);
    case 'in': {
      const subject = subjectOf(scope, tree.subject);
      return subject && tree.items.every(isText)
        ? condition(
            subject,
            'in',
            tree.items.map((item) => (item as Literal).text),
          )
        : null;
    }
    case 'call':
      return ofCall(scope, tree);
    case 'lambda':
      return ofLambda(scope, tree, false);
    case 'not': {
      if (tree.over.kind === 'lambda') return ofLambda(scope, tree.over, true);
      const inner = tree.over.kind === 'call' ? ofCall(scope, tree.over) : null;
      return inner?.operator === 'contains' ? { ...inner, operator: 'lacks' } : null;
    }
    case 'or': {
      const clauses = tree.parts.map((part) => clauseOf(scope, part));
      return clauses.every((clause) => clause !== null) ? { kind: 'either', clauses } : null;
    }
    case 'path': {
      const subject = subjectOf(scope, tree);
      return subject?.type === 'boolean' ? condition(subject, 'eq', true) : null;
    }
    default:
      return null;
  }
}

function clausesIn(scope: Scope, tree: Tree): Clause[] | null {
  const clauses = (tree.kind === 'and' ? tree.parts : [tree]).map((part) => clauseOf(scope, part));
  return clauses.every((clause) => clause !== null) ? clauses : null;
}

export const readClauses = (objects: Objects, object: ObjectDefinition, tree: Tree) =>
  clausesIn({ objects, object }, tree);
