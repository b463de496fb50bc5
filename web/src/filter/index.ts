// SPDX-License-Identifier: Apache-2.0
// The filter language of lists, views and rules: text to tree, tree to text, and its meaning on a
// record.
export { evaluate, type ApiRecord, type EvaluateOptions, type FilterObject } from './evaluate';
export { FilterSyntaxError, parse } from './parse';
export {
  both,
  compare,
  nothing,
  path,
  print,
  text,
  type Arithmetic,
  type ArithmeticOperator,
  type Call,
  type Compare,
  type CompareOperator,
  type Lambda,
  type Literal,
  type LiteralKind,
  type Logic,
  type Membership,
  type Path,
  type Tree,
  type Unary,
} from './tree';
export type { FilterField } from './values';
