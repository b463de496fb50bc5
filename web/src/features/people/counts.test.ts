// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { withBelow } from './counts';

describe('numbers with everything below', () => {
  it('add up to the root, each node once, even in a circle', () => {
    const nodes = [
      { key: 'all', parent: null },
      { key: 'south', parent: 'all' },
      { key: 'cadiz', parent: 'south' },
      { key: 'a', parent: 'b' },
      { key: 'b', parent: 'a' },
    ];
    const sums = withBelow(
      nodes,
      new Map([
        ['all', 1],
        ['south', 2],
        ['cadiz', 4],
        ['a', 8],
      ]),
    );
    expect(Object.fromEntries(sums)).toEqual({ all: 7, south: 6, cadiz: 4, a: 8, b: 8 });
  });
});
