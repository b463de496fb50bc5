// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import type { FieldDefinition } from '@/api/types';
import { startTexts } from '@/base/i18n/i18n';
import { parseFigure, parseText, toText } from './parse';

const field = (type: FieldDefinition['type'], more: Partial<FieldDefinition> = {}) =>
  ({ id: 1, name: 'x', type, label: { es: 'X', en: 'X' }, ...more }) as FieldDefinition;

beforeAll(async () => void (await startTexts('es')));

describe('figures typed in Spanish', () => {
  it.each([
    ['1.284,50', '1284.50'],
    ['1.284', '1284'],
    ['12,5', '12.5'],
    ['12.5', '12.5'],
    ['1 284', '1284'],
    ['−3', '-3'],
    ['186.400 €', '186400'],
  ])('%s is %s', (typed, meant) => {
    expect(parseFigure(typed)).toBe(meant);
  });
  it.each([['doce'], ['1,2,3'], ['1.2.3'], ['']])('%s is none', (typed) =>
    expect(parseFigure(typed)).toBeNull(),
  );
});

describe('fields', () => {
  it('empty is null, never an empty text', () =>
    expect(parseText(field('string'), '  ', 'EUR')).toEqual({ value: null }));
  it('money keeps its digits as text', () =>
    expect(parseText(field('money'), '1.200,10', 'EUR')).toEqual({
      value: { amount: '1200.10', currency: 'EUR' },
    }));
  it('whole numbers refuse decimals', () =>
    expect(parseText(field('integer'), '1,5', 'EUR')).toEqual({ problem: 'records:wholeNumber' }));
  it('too long a text is refused', () =>
    expect(parseText(field('string', { max_length: 3 }), 'abcd', 'EUR')).toEqual({
      problem: 'records:tooLong',
    }));
  it('decimals lose zeros that say nothing', () => {
    for (const [value, text] of [
      ['1.000', '1'],
      ['0.00', '0'],
      ['12.50', '12,5'],
      [100, '100'],
    ])
      expect(toText(field('decimal'), value)).toBe(text);
  });
  it('money is typed as it is written', () =>
    expect(toText(field('money'), { amount: '1200.50', currency: 'EUR' })).toBe('1200,50'));
});
