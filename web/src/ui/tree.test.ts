// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { mayStandBelow, openTo, parentAfter, placesFor, stepFor, visibleRows } from './tree';

const nodes = [
  { key: 'all', parent: null },
  { key: 'south', parent: 'all' },
  { key: 'north', parent: 'all' },
  { key: 'lucia', parent: 'south' },
  { key: 'stray', parent: 'gone' },
];

describe('a tree as rows', () => {
  it('shows the children of open nodes only, with their place among siblings', () => {
    expect(
      visibleRows(nodes, new Set(['all'])).map(({ node, depth, at, of }) => [
        node.key,
        depth,
        at,
        of,
      ]),
    ).toEqual([
      ['all', 1, 1, 2],
      ['south', 2, 1, 2],
      ['north', 2, 2, 2],
      ['stray', 1, 2, 2],
    ]);
  });
  it('survives a circle', () => {
    const circle = [
      { key: 'a', parent: 'b' },
      { key: 'b', parent: 'a' },
      { key: 'c', parent: null },
    ];
    expect(visibleRows(circle, new Set(['a', 'b'])).map(({ node }) => node.key)).toEqual(['c']);
  });
  it('opens down to a depth', () => {
    expect([...openTo(nodes, 3)].sort()).toEqual(['all', 'south']);
    expect([...openTo(nodes, 2)]).toEqual(['all']);
  });
});

describe('arrows in a tree', () => {
  const open = new Set(['all']);
  const rows = visibleRows(nodes, open);
  it('open a closed node, then enter its cells', () => {
    expect(stepFor('ArrowRight', { row: 1, column: 0 }, rows, 4, open)).toEqual({
      fold: 'south',
      open: true,
    });
    expect(stepFor('ArrowRight', { row: 0, column: 0 }, rows, 4, open)).toEqual({
      go: { row: 0, column: 1 },
    });
  });
  it('close an open node and climb from a closed one', () => {
    expect(stepFor('ArrowLeft', { row: 0, column: 0 }, rows, 4, open)).toEqual({
      fold: 'all',
      open: false,
    });
    expect(stepFor('ArrowLeft', { row: 2, column: 0 }, rows, 4, open)).toEqual({
      go: { row: 0, column: 0 },
    });
  });
  it('stop at the edges', () => {
    expect(stepFor('ArrowUp', { row: 0, column: 2 }, rows, 4, open)).toEqual({
      go: { row: 0, column: 2 },
    });
    expect(stepFor('End', { row: 0, column: 0 }, rows, 4, open)).toEqual({
      go: { row: 0, column: 3 },
    });
  });
});

describe('moving a node', () => {
  it('never brings it below itself nor where it stands already', () => {
    expect(mayStandBelow(nodes, 'lucia', 'north')).toBe(true);
    expect(mayStandBelow(nodes, 'lucia', null)).toBe(true);
    expect(mayStandBelow(nodes, 'lucia', 'south')).toBe(false);
    expect(mayStandBelow(nodes, 'south', 'lucia')).toBe(false);
    expect(mayStandBelow(nodes, 'all', 'all')).toBe(false);
    expect(mayStandBelow(nodes, 'all', null)).toBe(false);
    expect(mayStandBelow(nodes, 'stray', null)).toBe(false); // it stands at the top already
  });
  it('offers the places of a node, and ends where parents go round in a circle', () => {
    const keys = (key: string) => nodes.map((node) => node.key).filter(placesFor(nodes, key));
    expect(keys('south')).toEqual(['north', 'stray']);
    expect(keys('stray')).toEqual(['all', 'south', 'north', 'lucia']);
    const circle = [
      { key: 'a', parent: 'b' },
      { key: 'b', parent: 'a' },
      { key: 'c', parent: null },
    ];
    expect(circle.map((node) => node.key).filter(placesFor(circle, 'a'))).toEqual(['c']);
  });
  it('by key goes below the sibling above, or beside its parent', () => {
    const rows = visibleRows(nodes, new Set(['all', 'south']));
    const by = (key: string, name: string) =>
      parentAfter(
        key,
        rows.find(({ node }) => node.key === name)!,
        rows,
      );
    expect(by('ArrowRight', 'north')).toBe('south');
    expect(by('ArrowRight', 'south')).toBeUndefined();
    expect(by('ArrowLeft', 'lucia')).toBe('all');
    expect(by('ArrowLeft', 'north')).toBeNull();
    expect(by('ArrowLeft', 'all')).toBeUndefined();
    expect(by('ArrowDown', 'north')).toBeUndefined();
  });
});
