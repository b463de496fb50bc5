// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { roleDifferences } from './roleChange';

it('tells the cells that differ, and what held where nothing was said', () => {
  expect(
    roleDifferences(
      { opportunities: { amount: 'hidden' }, accounts: { revenue: 'read' } },
      JSON.stringify({ accounts: { revenue: 'read', employees: 'hidden' } }),
      'write',
    ),
  ).toEqual([
    { object: 'opportunities', part: 'amount', before: 'hidden', after: 'write' },
    { object: 'accounts', part: 'employees', before: 'write', after: 'hidden' },
  ]);
  expect(roleDifferences(null, { '*': { read: 'all' } }, 'none')).toEqual([
    { object: '*', part: 'read', before: 'none', after: 'all' },
  ]);
});
