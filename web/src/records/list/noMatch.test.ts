// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { withoutEach } from './NoMatch';

describe('loosening a filter', () => {
  it('leaves out one condition at a time, and the search', () => {
    expect(
      withoutEach('a eq 1 and (b eq 2 or c eq 3) and d eq 4', 'sur').map(({ filter, search }) => [
        filter,
        search,
      ]),
    ).toEqual([
      ['(b eq 2 or c eq 3) and d eq 4', 'sur'],
      ['a eq 1 and d eq 4', 'sur'],
      ['a eq 1 and (b eq 2 or c eq 3)', 'sur'],
      ['a eq 1 and (b eq 2 or c eq 3) and d eq 4', ''],
    ]);
  });
  it('leaves nothing of a single condition', () => {
    expect(withoutEach('a eq 1 or b eq 2', '').map(({ filter }) => filter)).toEqual(['']);
  });
  it('proposes nothing for a text that is no filter', () => {
    expect(withoutEach('a eq', '')).toEqual([]);
  });
});
