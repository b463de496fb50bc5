// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  daysSince,
  isStuck,
  missingFor,
  namesOf,
  stageOf,
  sumsApply,
  totalsByStage,
} from './stages';

const stage = (more: Record<string, unknown> = {}) =>
  stageOf({
    id: 's',
    name: 'Negociación',
    kind: 'open',
    position: 3,
    probability: 65,
    usual_days: 5,
    required_fields: ['contact_id', 'amount'],
    ...more,
  });

describe('sums of the stages', () => {
  it('ask for no amount where the role does not see them', () => {
    expect(sumsApply("status eq 'open'")).toContain('amount with sum');
    expect(sumsApply("status eq 'open'", false)).toBe(
      "filter(status eq 'open')/groupby((stage_id),aggregate($count as count))",
    );
  });
});

describe('required fields of a stage', () => {
  it('are read from JSON or from its text, and nothing from nonsense', () => {
    expect(namesOf(['a', 1, 'b'])).toEqual(['a', 'b']);
    expect(namesOf('["a"]')).toEqual(['a']);
    expect(namesOf('{broken')).toEqual([]);
    expect(namesOf(null)).toEqual([]);
  });
  it('are asked for only where the record lacks them', () => {
    expect(missingFor(stage(), { id: 'r', contact_id: 'c', amount: null })).toEqual(['amount']);
    expect(
      missingFor(stage(), { id: 'r', contact_id: 'c', amount: { amount: '1', currency: 'EUR' } }),
    ).toEqual([]);
  });
  it('always include the reason of a loss', () => {
    expect(missingFor(stage({ kind: 'lost', required_fields: [] }), { id: 'r' })).toEqual([
      'loss_reason_id',
    ]);
    expect(
      missingFor(stage({ kind: 'lost', required_fields: ['loss_reason_id'] }), {
        id: 'r',
        loss_reason_id: 'old',
      }),
    ).toEqual(['loss_reason_id']);
  });
});

describe('totals by stage', () => {
  it('count everything and keep one sum per currency', () => {
    const totals = totalsByStage([
      { stage_id: 's', 'amount/currency': 'EUR', total: '10.00', weighted: '5.00', count: 2 },
      { stage_id: 's', 'amount/currency': 'USD', total: '3.00', weighted: '1.00', count: 1 },
      { stage_id: 's', 'amount/currency': null, total: null, weighted: null, count: 4 },
    ]);
    expect(totals.get('s')).toEqual({
      count: 7,
      totals: [
        { currency: 'EUR', amount: '10.00' },
        { currency: 'USD', amount: '3.00' },
      ],
      weighted: [
        { currency: 'EUR', amount: '5.00' },
        { currency: 'USD', amount: '1.00' },
      ],
    });
  });
});

describe('days in a stage', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  it('are full days', () => {
    expect(daysSince('2026-11-22T11:00:00Z', now)).toBe(1);
    expect(daysSince(null, now)).toBeNull();
  });
  it('are a deviation only beyond what is usual', () => {
    expect(isStuck(5, stage())).toBe(false);
    expect(isStuck(6, stage())).toBe(true);
    expect(isStuck(60, stage({ usual_days: null }))).toBe(false);
    expect(isStuck(60, stage({ kind: 'won' }))).toBe(false);
  });
});
