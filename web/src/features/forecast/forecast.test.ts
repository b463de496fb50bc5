// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  changesBetween,
  foreseen,
  inSteps,
  rowsBehind,
  scopeOf,
  treeOf,
  type Forecast,
  type ForecastNode,
} from './forecast';
import { spanOf } from './periods';

const node = (more: Partial<ForecastNode>): ForecastNode => ({
  key: 'T:1',
  parent: null,
  kind: 'territory',
  id: '1',
  label: 'Sur',
  won: '100.00',
  won_count: 1,
  open: '50.00',
  open_count: 1,
  weighted: '10.50',
  lost_count: 0,
  stages: [{ stage_id: 's1', count: 1, amount: '50.00', weighted: '10.50' }],
  ...more,
});
const forecast = (more: Partial<Forecast> = {}): Forecast => ({
  currency: 'EUR',
  currencies: ['EUR'],
  from: '2026-10-01',
  to: '2026-12-31',
  pipeline: { id: 'p', name: 'Empresas' },
  stages: [{ id: 's1', name: 'Propuesta', kind: 'open', probability: 20 }],
  months: [],
  total: node({ key: 'all' }),
  nodes: [
    node({}),
    node({ key: 'M:2', parent: 'T:1', kind: 'team', id: '2' }),
    node({ key: 'U:3', parent: 'M:2', kind: 'owner', id: '3' }),
  ],
  by_month: [],
  as_of: '2026-11-24T10:00:00Z',
  ...more,
});

describe('the forecast tree', () => {
  it('has the total as its root', () => {
    expect(treeOf(forecast(), 'Albor').map(({ key, parent }) => [key, parent])).toEqual([
      ['total', null],
      ['T:1', 'total'],
      ['M:2', 'T:1'],
      ['U:3', 'M:2'],
    ]);
  });
  it('expects what is won plus what is weighted, exactly', () => {
    expect(foreseen({ won: '0.10', weighted: '0.20' })).toBe('0.30');
  });
});

describe('rows behind a figure', () => {
  const tree = treeOf(forecast(), 'Albor');
  it('follow the branch down to the person', () => {
    expect(scopeOf(tree[3]!, tree)).toBe(
      "(territory_id eq '1') and (team_id eq '2') and (owner_id eq '3')",
    );
    expect(scopeOf(tree[1]!, tree)).toBe("clientela.below(territory_id,'1')");
    expect(scopeOf(tree[0]!, tree)).toBeUndefined();
  });
  it('name the missing branch as such', () => {
    const none = node({ key: 'T:', id: null });
    expect(scopeOf(none, [none])).toBe('territory_id eq null');
  });
  it('use the closing day for what is won and the expected one for what is open', () => {
    const query = { pipeline: 'p', from: '2026-10-01', to: '2026-12-31' };
    expect(rowsBehind(forecast(), query, undefined, 'won')).toBe(
      "status eq 'won' and pipeline_id eq 'p' and closed_on ge 2026-10-01 and closed_on le 2026-12-31",
    );
    expect(rowsBehind(forecast(), query, undefined, { stage: 's1' })).toBe(
      "status eq 'open' and stage_id eq 's1' and pipeline_id eq 'p' and expected_close_on ge 2026-10-01 and expected_close_on le 2026-12-31",
    );
  });
  it('keep to the chosen currency when there are several', () => {
    expect(
      rowsBehind(forecast({ currencies: ['EUR', 'USD'] }), { pipeline: 'p' }, undefined, 'won'),
    ).toContain("amount/currency eq 'EUR'");
  });
});

describe('what changed', () => {
  it('names the cells and how far the forecast moved', () => {
    const after = forecast({ nodes: [node({ won: '112.00' }), ...forecast().nodes.slice(1)] });
    const deltas = changesBetween(forecast(), after);
    expect([...deltas.keys()]).toEqual(['T:1']);
    expect(deltas.get('T:1')!.forecast).toBe('12.00');
    expect([...deltas.get('T:1')!.cells].sort()).toEqual(['forecast', 'won']);
  });
  it('is nothing when only the spelling of a figure differs', () => {
    expect(changesBetween(forecast(), forecast({ nodes: [node({ won: '100.0' })] })).size).toBe(0);
  });
});

describe('periods', () => {
  it('end on the last day', () => {
    const today = new Date(2026, 10, 24);
    expect(spanOf('quarter', today)).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(spanOf('month', new Date(2028, 1, 3))).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(spanOf('all', today)).toEqual({});
  });
  it('of many months step by year', () => {
    const months = Array.from({ length: 30 }, (_, i) => ({
      month: `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
      won: '1.00',
      open: '0',
      weighted: '0.50',
    }));
    expect(inSteps(months).map(({ month, won }) => [month, won])).toEqual([
      ['2024', '12.00'],
      ['2025', '12.00'],
      ['2026', '6.00'],
    ]);
    expect(inSteps(months.slice(0, 24))).toHaveLength(24);
  });
});
