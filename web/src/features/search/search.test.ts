// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { fits, pieces } from './match';
import { forgetRecent, recent, remember } from './recent';

describe('finding pages and acts', () => {
  it('ignores accents and wants the start of words, in any order', () => {
    expect(fits('prevision', 'Previsión')).toBe(true);
    expect(fits('opor cre', 'Crear oportunidad')).toBe(true);
    expect(fits('ear', 'Crear oportunidad')).toBe(false);
    expect(fits('', 'Hoy')).toBe(true);
  });
  it('sets the found letters in bold where they stand in the accented text', () => {
    expect(pieces('Clínica Santa Brígida', 'brig')).toEqual([
      { text: 'Clínica Santa ', hit: false },
      { text: 'Bríg', hit: true },
      { text: 'ida', hit: false },
    ]);
    expect(pieces('Acme', 'zzz')).toEqual([{ text: 'Acme', hit: false }]);
  });
});

describe('recent records', () => {
  afterEach(forgetRecent);
  it('stand newest first, each once, eight at most', () => {
    for (let i = 0; i < 10; ++i)
      remember({ object: 'accounts', id: String(i), label: `Cuenta ${i}` });
    remember({ object: 'accounts', id: '5', label: 'Cuenta 5' });
    expect(recent().map((hit) => hit.id)).toEqual(['5', '9', '8', '7', '6', '4', '3', '2']);
  });
  it('survive a broken store', () => {
    localStorage.setItem('clientela.recent', '{broken');
    expect(recent()).toEqual([]);
    localStorage.setItem('clientela.recent', '[{"id":1}]');
    expect(recent()).toEqual([]);
  });
});
