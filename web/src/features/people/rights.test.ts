// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ObjectDefinition } from '@/api/types';
import { cellOf, isMatterOfRoles, sentenceOf, withCell, withMask } from './rights';

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
