// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ObjectDefinition } from '@/api/types';
import { inActs } from './binned';

const object = (name: string, links: Record<string, string> = {}) =>
  ({
    name,
    fields: Object.entries(links).map(([field, target]) => ({ name: field, type: 'link', target })),
  }) as unknown as ObjectDefinition;
const accounts = object('accounts');
const opportunities = object('opportunities', { account_id: 'accounts' });
const lines = object('opportunity_lines', { opportunity_id: 'opportunities' });
const at = (deleted_at: string, updated_by_id = 'eva') => ({ deleted_at, updated_by_id });

describe('acts of the bin', () => {
  it('keep together what went together, and only that', () => {
    const acts = inActs([
      { object: accounts, record: { id: 'a', ...at('2026-11-20') } },
      { object: accounts, record: { id: 'b', ...at('2026-11-22') } },
      { object: opportunities, record: { id: 'd', account_id: 'b', ...at('2026-11-22') } },
      { object: lines, record: { id: 'l', opportunity_id: 'd', ...at('2026-11-22') } },
      { object: lines, record: { id: 'm', opportunity_id: 'd', ...at('2026-11-22') } },
      { object: opportunities, record: { id: 'e', account_id: 'b', ...at('2026-11-21') } },
      { object: opportunities, record: { id: 'f', account_id: 'b', ...at('2026-11-22', 'luis') } },
    ]);
    expect(
      acts.map(({ record, along }) => [
        record.id,
        along.map((one) => `${one.count} ${one.object.name}`).join(', '),
      ]),
    ).toEqual([
      ['b', '1 opportunities, 2 opportunity_lines'],
      ['f', ''],
      ['e', ''],
      ['a', ''],
    ]);
  });
});
