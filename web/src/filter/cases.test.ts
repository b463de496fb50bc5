// SPDX-License-Identifier: Apache-2.0
// The shared table of cases, which the server's evaluator and both stores run too.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  evaluate,
  FilterSyntaxError,
  parse,
  print,
  type ApiRecord,
  type FilterObject,
} from './index';

interface Definition extends FilterObject {
  parent: string;
  relations: { name: string; target: string; via: string }[];
}

interface Cases {
  zone: string;
  now: string;
  today: string;
  me: string;
  objects: Record<string, Definition>;
  records: Record<string, Record<string, unknown>[]>;
  cases: { filter: string; match: string[]; zone?: string }[];
}

const cases = JSON.parse(
  readFileSync(`${process.cwd()}/../tests/cases/filter_cases.json`, 'utf8'),
) as Cases;
for (const [name, object] of Object.entries(cases.objects)) object.name = name;

const living = (object: string) =>
  cases.records[object]!.filter((row) => row['deleted_at'] === undefined);

function related(record: ApiRecord, object: FilterObject, name: string): ApiRecord[] {
  const relation = cases.objects[object.name]!.relations.find((one) => one.name === name);
  if (relation) return living(relation.target).filter((row) => row[relation.via] === record['id']);
  const ids = (record[name] ?? []) as string[];
  const target = object.many_links!.find((one) => one.name === name)!.target;
  return living(target).filter((row) => ids.includes(row['id'] as string));
}

function below(tree: string, root: string): string[] {
  const branch = [root.replace(/^0+/, '')];
  for (const id of branch) {
    const rows = cases.records[tree]!.filter((row) => row[cases.objects[tree]!.parent] === id);
    branch.push(...rows.map((row) => row['id'] as string));
  }
  return branch;
}

function matches(filter: string, zone: string): string[] {
  const tree = parse(filter);
  const options = {
    object: 'accounts',
    definitions: cases.objects,
    zone,
    now: Date.parse(cases.now),
    today: cases.today,
    me: cases.me,
    follow: (record: ApiRecord, link: { name: string; target?: string }) =>
      living(link.target!).find((row) => row['id'] === record[link.name]) ?? null,
    related,
    below,
  };
  return living('accounts')
    .filter((row) => evaluate(tree, row, options))
    .map((row) => row['id'] as string)
    .sort();
}

describe('cases of the filter language', () => {
  it.each(cases.cases)('$filter', ({ filter, match, zone }) => {
    expect(matches(filter, zone ?? cases.zone)).toEqual(match);
    expect(parse(print(parse(filter)))).toEqual(parse(filter));
  });
});

describe('mistakes', () => {
  const mistake = (filter: string) => {
    try {
      parse(filter);
    } catch (error) {
      return error instanceof FilterSyntaxError ? [error.code, error.at] : error;
    }
    return null;
  };
  it.each([
    ['', 'expected_expression', 0],
    ['name eq ', 'expected_expression', 8],
    ["name eq 'x", 'open_quote', 8],
    ['(a eq 1', 'expected', 7],
    ['a eq 1)', 'unexpected', 6],
    ['nothing(a)', 'unknown_function', 0],
    ['contains(a)', 'arguments', 0],
    [`${'('.repeat(60)}a`, 'too_deep', 50],
  ])('%s', (filter, code, at) => expect(mistake(filter)).toEqual([code, at]));
});
