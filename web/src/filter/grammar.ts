// SPDX-License-Identifier: Apache-2.0
// The words of the filter language: functions, literals and operators by precedence.
import type { LiteralKind } from './tree';

// Least and most arguments.
export const functions: Record<string, [number, number]> = {
  contains: [2, 2],
  startswith: [2, 2],
  endswith: [2, 2],
  length: [1, 1],
  indexof: [2, 2],
  substring: [2, 3],
  concat: [2, 2],
  tolower: [1, 1],
  toupper: [1, 1],
  trim: [1, 1],
  year: [1, 1],
  month: [1, 1],
  day: [1, 1],
  hour: [1, 1],
  minute: [1, 1],
  second: [1, 1],
  date: [1, 1],
  now: [0, 0],
  mindatetime: [0, 0],
  maxdatetime: [0, 0],
  round: [1, 1],
  floor: [1, 1],
  ceiling: [1, 1],
  time: [1, 1],
  fractionalseconds: [1, 1],
  totaloffsetminutes: [1, 1],
  totalseconds: [1, 1],
  'clientela.fold': [1, 1],
  'clientela.me': [0, 0],
  'clientela.today': [0, 0],
  'clientela.below': [2, 2],
};

export const shapes: [LiteralKind, RegExp][] = [
  ['guid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\p{L}\d_])/iuy],
  ['instant', /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)(?![\p{L}\d_])/iuy],
  ['date', /\d{4}-\d\d-\d\d(?![\p{L}\d_])/uy],
  ['time', /\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?![\p{L}\d_])/uy],
  ['number', /[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\p{L}\d_])/iuy],
];
export const wordShape = /[\p{L}_$][\p{L}\d_]*/uy;
export const levels: string[][] = [
  ['eq', 'ne'],
  ['gt', 'ge', 'lt', 'le'],
  ['add', 'sub'],
  ['mul', 'divby', 'div', 'mod'],
];
