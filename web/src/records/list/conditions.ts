// SPDX-License-Identifier: Apache-2.0
// The simple filters that the sentence can show: conditions on fields, all of which must hold. The
// text form is OData's $filter; what does not fit here stays a text and is edited as one.
import {
  both,
  compare,
  nothing,
  parse,
  path,
  print,
  text,
  type Call,
  type Compare,
  type Literal,
  type Tree,
} from '@/filter';
import type { FieldDefinition } from '@/api/types';

type Known = (name: string) => FieldDefinition | undefined;
const call = (name: string, ...args: Tree[]): Call => ({ kind: 'call', name, args });

export type Operator =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'ge'
  | 'lt'
  | 'le'
  | 'contains'
  | 'startswith'
  | 'in'
  | 'empty'
  | 'filled'
  | 'me'
  | 'below';

export interface Condition {
  field: string;
  operator: Operator;
  value: string | number | boolean | null | string[];
}

// Small letters without accents, as clientela.fold gives them.
export const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

// The tree of one condition.
function treeOf({ field, operator, value }: Condition, known: Known): Tree {
  const subject = path(field);
  const folded = call('clientela.fold', subject);
  switch (operator) {
    case 'contains':
    case 'startswith':
      return call(operator, folded, text(fold(String(value))));
    case 'empty':
      return compare(subject, 'eq', nothing);
    case 'filled':
      return compare(subject, 'ne', nothing);
    case 'me':
      return compare(subject, 'eq', call('clientela.me'));
    case 'below':
      return call('clientela.below', subject, text(String(value)));
    case 'in': {
      const values = value as string[];
      return values.length === 1
        ? compare(subject, 'eq', text(values[0]!))
        : { kind: 'in', subject, items: values.map(text) };
    }
    default:
      return compare(subject, operator, literalOf(value, known(field)));
  }
}

function literalOf(value: Condition['value'], field: FieldDefinition | undefined): Tree {
  if (typeof value === 'number') return { kind: 'literal', literal: 'number', text: String(value) };
  if (typeof value === 'boolean')
    return { kind: 'literal', literal: 'boolean', text: String(value) };
  const isTime = field?.type === 'date' || field?.type === 'instant';
  return isTime
    ? { kind: 'literal', literal: field.type as 'date' | 'instant', text: String(value) }
    : text(String(value));
}

export function printConditions(conditions: Condition[], known: Known): string {
  const tree = both(...conditions.map((condition) => treeOf(condition, known)));
  return tree ? print(tree) : '';
}

const isText = (tree: Tree | undefined): tree is Literal =>
  tree?.kind === 'literal' && tree.literal === 'string';
const nameOf = (tree: Tree | undefined): string | null => {
  if (tree?.kind !== 'path') return null;
  if (tree.segments.length === 1) return tree.segments[0]!;
  return tree.segments.length === 2 && tree.segments[1] === 'amount' ? tree.segments[0]! : null;
};

function ofCompare(tree: Compare, known: Known): Condition | null {
  const field = nameOf(tree.left);
  if (!field) return null;
  if (tree.right.kind === 'call')
    return tree.right.name === 'clientela.me' && tree.op === 'eq'
      ? { field, operator: 'me', value: null }
      : null;
  if (tree.right.kind !== 'literal') return null;
  const { literal, text: raw } = tree.right;
  switch (literal) {
    case 'null':
      return tree.op === 'eq' || tree.op === 'ne'
        ? { field, operator: tree.op === 'eq' ? 'empty' : 'filled', value: null }
        : null;
    case 'boolean':
      return { field, operator: tree.op, value: raw === 'true' };
    case 'number':
      return { field, operator: tree.op, value: Number(raw) };
    case 'string': {
      const type = known(field)?.type;
      return tree.op === 'eq' && (type === 'option' || type === 'link')
        ? { field, operator: 'in', value: [raw] }
        : { field, operator: tree.op, value: raw };
    }
    case 'date':
    case 'instant':
      return { field, operator: tree.op, value: raw };
    default:
      return null;
  }
}

function conditionOf(tree: Tree, known: Known): Condition | null {
  if (tree.kind === 'compare') return ofCompare(tree, known);
  if (tree.kind === 'in') {
    const field = nameOf(tree.subject);
    return field && tree.items.every(isText)
      ? { field, operator: 'in', value: tree.items.map((item) => (item as Literal).text) }
      : null;
  }
  if (tree.kind !== 'call') return null;
  const [subject, argument] = tree.args;
  if (!isText(argument)) return null;
  if (tree.name === 'clientela.below') {
    const field = nameOf(subject);
    return field ? { field, operator: 'below', value: argument.text } : null;
  }
  if (tree.name !== 'contains' && tree.name !== 'startswith') return null;
  const field =
    subject?.kind === 'call' && subject.name === 'clientela.fold' ? nameOf(subject.args[0]) : null;
  return field ? { field, operator: tree.name, value: argument.text } : null;
}

// The conditions of a text, or null when it says more than conditions can (or is no filter at all).
export function parseConditions(source: string, known: Known): Condition[] | null {
  if (source.trim() === '') return [];
  let tree: Tree;
  try {
    tree = parse(source);
  } catch {
    return null;
  }
  const conditions = (tree.kind === 'and' ? tree.parts : [tree]).map((part) =>
    conditionOf(part, known),
  );
  return conditions.every(
    (condition): condition is Condition =>
      condition !== null && known(condition.field) !== undefined,
  )
    ? conditions
    : null;
}

// What may be asked of a field.
export function operatorsOf(field: FieldDefinition): Operator[] {
  switch (field.type) {
    case 'option':
      return ['in', 'ne', 'empty', 'filled'];
    case 'link':
      return [
        ...(field.target === 'users' ? (['me'] as const) : []),
        'in',
        ...(field.target === 'territories' || field.target === 'teams' ? (['below'] as const) : []),
        'empty',
        'filled',
      ];
    case 'boolean':
      return ['eq'];
    case 'integer':
    case 'decimal':
    case 'money':
      return ['ge', 'le', 'gt', 'lt', 'eq', 'empty', 'filled'];
    case 'date':
    case 'instant':
      return ['ge', 'le', 'empty', 'filled'];
    default:
      return ['contains', 'startswith', 'eq', 'empty', 'filled'];
  }
}
