// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { groupFilter, groupsApply, groupsOf } from './groups';

const label = { es: 'x', en: 'x' };
const stages = {
  name: 'stages',
  title: 'name',
  fields: [
    { name: 'name', type: 'string', label },
    { name: 'position', type: 'integer', label },
  ],
} as unknown as ObjectDefinition;
const objects = new Map([['stages', stages]]);
const stage = {
  id: 1,
  name: 'stage_id',
  type: 'link',
  target: 'stages',
  label,
} as FieldDefinition;
const kind = {
  id: 2,
  name: 'kind',
  type: 'option',
  label,
  options: [
    { value: 'b', label: { es: 'Be', en: 'Be' } },
    { value: 'a', label: { es: 'A', en: 'A' } },
  ],
} as FieldDefinition;

describe('groups of a list', () => {
  it('are asked for with their names, their order and their currencies', () => {
    expect(groupsApply(objects, stage, "status eq 'open'", ['amount'])).toBe(
      "filter(status eq 'open')/groupby((stage_id,stage/name,stage/position,amount/currency),aggregate($count as count,amount with sum as sum0))",
    );
    expect(groupsApply(objects, kind, '', [])).toBe('groupby((kind),aggregate($count as count))');
  });
  it('stand in the order of the linked records, with one sum per currency, none last', () => {
    const groups = groupsOf(
      objects,
      stage,
      ['amount'],
      [
        {
          stage_id: null,
          stage: { name: null, position: null },
          amount: { currency: null },
          count: 1,
        },
        {
          stage_id: '2',
          stage: { name: 'Oferta', position: 2 },
          amount: { currency: 'EUR' },
          count: 3,
          sum0: 10.5,
        },
        {
          stage_id: '1',
          stage: { name: 'Zeta', position: 1 },
          amount: { currency: 'EUR' },
          count: 2,
          sum0: 4,
        },
        {
          stage_id: '2',
          stage: { name: 'Oferta', position: 2 },
          amount: { currency: 'USD' },
          count: 1,
          sum0: 7,
        },
      ],
    );
    expect(groups.map((group) => [group.label, group.count])).toEqual([
      ['Zeta', 2],
      ['Oferta', 4],
      ['', 1],
    ]);
    expect(groups[1]!.sums.amount).toEqual([
      { amount: '10.5', currency: 'EUR' },
      { amount: '7', currency: 'USD' },
    ]);
  });
  it('stand in the order of the options; a name that may not be seen is locked', () => {
    expect(
      groupsOf(
        objects,
        kind,
        [],
        [
          { kind: 'a', count: 1 },
          { kind: 'b', count: 1 },
        ],
      ).map((group) => group.label),
    ).toEqual(['Be', 'A']);
    expect(
      groupsOf(objects, stage, [], [{ stage_id: '9', stage: null, count: 1 }])[0]!.locked,
    ).toBe(true);
  });
  it('give the filter of their rows', () => {
    expect(groupFilter(stage, "o'1")).toBe("stage_id eq 'o''1'");
    expect(groupFilter(stage, null)).toBe('stage_id eq null');
    expect(groupFilter({ ...kind, type: 'boolean' }, true)).toBe('kind eq true');
  });
});
