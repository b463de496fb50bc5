// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ObjectDefinition } from '@/api/types';
import {
  alsoHidden,
  cellOf,
  isMatterOfRoles,
  sentenceOf,
  sharingOf,
  withCell,
  withMask,
  withSharing,
} from './rights';

describe('rights', () => {
  it('take what stands for every object until one is named', () => {
    const all = { '*': { read: 'all', update: 'own' } };
    expect(cellOf(all, 'accounts', 'read')).toBe('all');
    const named = withCell(all, 'accounts', 'read', 'team');
    expect(cellOf(named, 'accounts', 'read')).toBe('team');
    expect(cellOf(named, 'accounts', 'update')).toBe('own');
    expect(cellOf(named, 'leads', 'read')).toBe('all');
  });

  it('say in a sentence only what the role may do', () => {
    const t = (key: string) => key.split('.').pop() ?? '';
    expect(sentenceOf({ leads: { read: 'own', create: 'none' } }, 'leads', t)).toBe('read own.');
    expect(sentenceOf({}, 'leads', t)).toBe('nothing');
    expect(sentenceOf({ leads: { read: 'own', update: 'all' } }, 'leads', t)).toBe(
      'read own; update own.',
    );
    expect(sentenceOf({ leads: { create: 'own', remove: 'all' } }, 'leads', t)).toBe('create own.');
  });

  it('name what goes with a hidden field, and why', () => {
    const objects = [
      {
        name: 'opportunities',
        fields: [
          { name: 'amount', hides: ['opportunities.weighted', 'stage_changes.amount'] },
          { name: 'probability', hides: ['opportunities.weighted'] },
        ],
      },
    ] as ObjectDefinition[];
    const masks = withMask({}, 'opportunities', 'amount', 'hidden');
    expect(alsoHidden(objects, masks).get('stage_changes.amount')).toEqual([
      'opportunities.amount',
    ]);
    expect(
      alsoHidden(objects, withMask(masks, 'opportunities', 'probability', 'hidden')).get(
        'opportunities.weighted',
      ),
    ).toEqual(['opportunities.amount', 'opportunities.probability']);
    expect(alsoHidden(objects, withMask({}, 'opportunities', 'amount', 'read')).size).toBe(0);
  });

  it('share views as far as these may be made and changed', () => {
    expect(sharingOf({})).toBe('own');
    expect(sharingOf(withSharing({ views: { read: 'own' } }, 'team'))).toBe('team');
    expect(sharingOf({ views: { create: 'all', update: 'team_and_below' } })).toBe('team');
    expect(sharingOf({ views: { create: 'all' } })).toBe('own');
    expect(sharingOf({ '*': { create: 'all', update: 'all' } })).toBe('all');
    expect(withSharing({ views: { read: 'own' } }, 'all').views).toEqual({
      read: 'own',
      create: 'all',
      update: 'all',
    });
  });

  it('leave out what everybody reads and what is each person’s own', () => {
    const named = (name: string, kind: string) => ({ name, sight: { kind } }) as ObjectDefinition;
    expect(
      [
        named('accounts', 'owned'),
        named('activity_links', 'follows'),
        named('delegations', 'owned'),
        named('notifications', 'personal'),
        named('stages', 'everyone'),
        named('views', 'personal'),
      ]
        .filter(isMatterOfRoles)
        .map(({ name }) => name),
    ).toEqual(['accounts', 'activity_links']);
  });

  it('leave no empty object behind when the last mask goes', () => {
    const one = withMask({}, 'accounts', 'revenue', 'hidden');
    expect(one).toEqual({ accounts: { revenue: 'hidden' } });
    expect(withMask(one, 'accounts', 'revenue', 'write')).toEqual({});
  });
});
