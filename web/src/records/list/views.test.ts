// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Me, ObjectDefinition, StoredRecord } from '@/api/types';
import { columnsFrom, columnsToKeep, firstView, isReadable, mayChange, sharings } from './views';

const me = { user: { id: 'me' }, administers: false } as Me;
const view = (id: string, owner_id: string, shared: string, opens_first = true): StoredRecord => ({
  id,
  owner_id,
  shared,
  opens_first,
});

describe('views over fields that a role hides', () => {
  const object = { fields: [{ name: 'name' }, { name: 'status' }] } as ObjectDefinition;
  const over = (more: Record<string, unknown>) =>
    isReadable(object, { ...view('v', 'other', 'everyone'), ...more });
  it('are not offered', () => {
    expect(over({ filter: "status eq 'open' and amount/amount gt 20000" })).toBe(false);
    expect(over({ filter: 'not (amount gt 20000)' })).toBe(false);
    expect(over({ sort: 'name,-amount' })).toBe(false);
    expect(over({ grouping: 'amount' })).toBe(false);
  });
  it('are offered as long as only seen fields are named, or others of linked records', () => {
    expect(over({ filter: "status eq 'amount'", sort: '-name' })).toBe(true);
    expect(over({ filter: "account/city eq 'Lugo' and lines/any(l:l/amount gt 2)" })).toBe(true);
    expect(over({ filter: 'broken (', sort: null })).toBe(true);
  });
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
