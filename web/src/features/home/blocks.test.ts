// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { mainGroups } from './blocks';

test('the day and the funnel stand beside each other when they are neighbours', () => {
  expect(mainGroups(['first', 'day', 'quarter', 'funnel'])).toEqual([['first'], ['day', 'funnel']]);
  expect(mainGroups(['funnel', 'first', 'day'])).toEqual([['funnel'], ['first'], ['day']]);
  expect(mainGroups(['since'])).toEqual([]);
});
