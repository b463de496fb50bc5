// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { groupFields, groupFilter, groupsApply, groupsOf, groupText } from './groups';

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
  it('put days together by month, or by the span that is asked for', () => {
    const closes = { id: 3, name: 'close_on', type: 'date', label } as FieldDefinition;
    const opportunities = {
      name: 'opportunities',
      title: 'name',
      fields: [closes, kind],
    } as ObjectDefinition;
    const rows = [
      { close_on: '2026-10-31', count: 1, amount: { currency: 'EUR' }, sum0: 5 },
      { close_on: null, count: 4, amount: { currency: null } },
      { close_on: '2026-11-30', count: 2, amount: { currency: 'EUR' }, sum0: 7 },
      { close_on: '2026-11-01', count: 3, amount: { currency: 'EUR' }, sum0: 1 },
    ];
    const groupsBy = (text: string) =>
      groupsOf(objects, groupFields(opportunities, text)[0]!, ['amount'], rows).map(
        ({ label, count, sums }) => [label, count, sums.amount?.[0]?.amount],
      );
    expect(groupsBy('close_on')).toEqual([
      ['oct 2026', 1, '5'],
      ['nov 2026', 5, '8'],
      ['', 4, undefined],
    ]);
    expect(groupsBy('close_on:quarter')[0]).toEqual(['oct–dic 2026', 6, '13']);
    expect(groupsBy('close_on:year')[0]).toEqual(['2026', 6, '13']);
    expect(groupsBy('close_on:week')).toHaveLength(3); // 31 October is a Saturday
    expect(groupsBy('close_on:day')).toHaveLength(4);
    const [byQuarter] = groupFields(opportunities, 'close_on:quarter,kind');
    expect(groupFilter(byQuarter!, '2026-10-01')).toBe(
      'close_on ge 2026-10-01 and close_on le 2026-12-31',
    );
    expect(groupText(groupFields(opportunities, 'close_on:quarter,kind'))).toBe(
      'close_on:quarter,kind',
    );
    expect(groupText(groupFields(opportunities, 'close_on:month'))).toBe('close_on');
  });
  it('give the filter of their rows', () => {
    expect(groupFilter(stage, "o'1")).toBe("stage_id eq 'o''1'");
    expect(groupFilter(stage, null)).toBe('stage_id eq null');
    expect(groupFilter({ ...kind, type: 'boolean' }, true)).toBe('kind eq true');
  });
});
