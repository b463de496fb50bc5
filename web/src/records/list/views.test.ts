// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Me, ObjectDefinition, StoredRecord } from '@/api/types';
import { columnsFrom, columnsToKeep, firstView, mayChange, sharings } from './views';

const me = { user: { id: 'me' }, administers: false } as Me;
const view = (id: string, owner_id: string, shared: string, opens_first = true): StoredRecord => ({
  id,
  owner_id,
  shared,
  opens_first,
});

describe('saved views', () => {
  it('keep order, widths and pins of their columns', () => {
    const kept = [
      { name: 'name', pinned: true },
      { name: 'amount', width: 140, pinned: true },
      'owner_id',
    ];
    const columns = columnsFrom(kept)!;
    expect(columns).toEqual({
      names: ['name', 'amount', 'owner_id'],
      widths: { amount: 140 },
      pinned: 2,
    });
    expect(columnsToKeep(columns)).toEqual(kept);
    expect(columnsFrom('["name","kind"]')).toEqual({
      names: ['name', 'kind'],
      widths: {},
      pinned: 1,
    });
    expect(columnsToKeep({ names: ['name', 'kind'], widths: {}, pinned: 1 })).toEqual([
      'name',
      'kind',
    ]);
    expect(columnsFrom('no list')).toBeNull();
  });
  it('are shared as far as the right on views reaches', () => {
    const views = (reach: string) => ({ rights: { create: reach } }) as ObjectDefinition;
    expect(sharings(views('own'), me, 'create')).toEqual(['private']);
    expect(sharings(views('team'), me, 'create')).toEqual(['private', 'team']);
    expect(sharings(views('all'), me, 'create')).toEqual(['private', 'team', 'everyone']);
    expect(sharings(views('all'), me, 'update')).toEqual(['private']);
    expect(sharings(views('own'), { ...me, administers: true }, 'update')).toHaveLength(3);
  });
  it('open first: my own before the one of the team before the one of everyone', () => {
    const all = view('all', 'other', 'everyone');
    const team = view('team', 'other', 'team');
    const mine = view('mine', 'me', 'everyone');
    expect(firstView([all, team, mine], me)?.id).toBe('mine');
    expect(firstView([all, team, view('x', 'me', 'private', false)], me)?.id).toBe('team');
    expect(firstView([view('x', 'me', 'private', false)], me)).toBeUndefined();
  });
  it('are changed by their owner, shared ones by administrators too', () => {
    expect(mayChange(view('a', 'me', 'private'), me)).toBe(true);
    expect(mayChange(view('a', 'other', 'everyone'), me)).toBe(false);
    expect(mayChange(view('a', 'other', 'everyone'), { ...me, administers: true })).toBe(true);
  });
});
