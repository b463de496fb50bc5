// SPDX-License-Identifier: Apache-2.0
// The filter as a tree, the same one the server reads (src/filter/node.h), and the way back to its
// text.

export type LiteralKind =
  'null' | 'boolean' | 'number' | 'string' | 'date' | 'instant' | 'time' | 'duration' | 'guid';
export type CompareOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod';

export interface Literal {
  kind: 'literal';
  literal: LiteralKind;
  text: string;
}
export interface Path {
  kind: 'path';
  segments: string[];
}
export interface Unary {
  kind: 'negate' | 'not';
  over: Tree;
}
export interface Compare {
  kind: 'compare';
  op: CompareOperator;
  left: Tree;
  right: Tree;
}
export interface Arithmetic {
  kind: 'arithmetic';
  op: ArithmeticOperator;
  left: Tree;
  right: Tree;
}
export interface Membership {
  kind: 'in';
  subject: Tree;
  items: Tree[];
}
export interface Logic {
  kind: 'and' | 'or';
  parts: Tree[];
}
export interface Call {
  kind: 'call';
  name: string;
  args: Tree[];
}
export interface Lambda {
  kind: 'lambda';
  path: Path;
  all: boolean;
  variable: string;
  condition: Tree | null;
}

export type Tree =
  Literal | Path | Unary | Compare | Arithmetic | Membership | Logic | Call | Lambda;

export const path = (...segments: string[]): Path => ({ kind: 'path', segments });
export const text = (value: string): Literal => ({
  kind: 'literal',
  literal: 'string',
  text: value,
});
export const nothing: Literal = { kind: 'literal', literal: 'null', text: 'null' };
export const compare = (left: Tree, op: CompareOperator, right: Tree): Compare => ({
  kind: 'compare',
  op,
  left,
  right,
});

// Conditions that all hold; null when there is none.
export function both(...parts: (Tree | null)[]): Tree | null {
  const present = parts.flatMap((part) =>
    part === null ? [] : part.kind === 'and' ? part.parts : [part],
  );
  return present.length > 1 ? { kind: 'and', parts: present } : (present[0] ?? null);
}

// How tightly a node holds together, as in OData's table of precedence.
function strength(tree: Tree): number {
  switch (tree.kind) {
    case 'or':
      return 1;
    case 'and':
      return 2;
    case 'compare':
      return tree.op === 'eq' || tree.op === 'ne' ? 3 : 4;
    case 'arithmetic':
      return tree.op === 'add' || tree.op === 'sub' ? 5 : 6;
    case 'negate':
    case 'not':
      return 7;
    case 'in':
      return 8;
    default:
      return 9;
  }
}

const child = (tree: Tree, least: number) =>
  strength(tree) >= least ? print(tree) : `(${print(tree)})`;
const quote = (value: string) => `'${value.replaceAll("'", "''")}'`;

const pairs = (args: readonly Tree[]) =>
  args
    .map((arg, place) => print(arg) + (place % 2 === 0 ? ':' : ','))
    .join('')
    .slice(0, -1);

export function print(tree: Tree): string {
  switch (tree.kind) {
    case 'literal':
      if (tree.literal === 'string') return quote(tree.text);
      return tree.literal === 'duration' ? `duration${quote(tree.text)}` : tree.text;
    case 'path':
      return tree.segments.join('/');
    case 'negate':
      return `-${child(tree.over, tree.over.kind === 'literal' ? 10 : 8)}`;
    case 'not':
      return `not ${child(tree.over, 7)}`;
    case 'compare':
    case 'arithmetic': {
      const own = strength(tree);
      return `${child(tree.left, own)} ${tree.op} ${child(tree.right, own + 1)}`;
    }
    case 'in':
      return `${child(tree.subject, 9)} in (${tree.items.map(print).join(',')})`;
    case 'and':
      return tree.parts.map((part) => child(part, 3)).join(' and ');
    case 'or':
      return tree.parts.map((part) => child(part, 2)).join(' or ');
    case 'call':
      if (tree.name === 'case') return `case(${pairs(tree.args)})`;
      return `${tree.name}(${tree.args.map(print).join(',')})`;
    case 'lambda': {
      const inside = tree.condition === null ? '' : `${tree.variable}:${print(tree.condition)}`;
      return `${print(tree.path)}/${tree.all ? 'all' : 'any'}(${inside})`;
    }
  }
}
