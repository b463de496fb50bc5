// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import {
  formatDate,
  formatDuration,
  formatMoney,
  formatNumber,
  formatRelative,
  formatShare,
  initialsOf,
} from './format';
import { startTexts } from './i18n/i18n';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

beforeAll(async () => void (await startTexts('es')));

describe('figures in Spanish', () => {
  it('group four digits and use the real minus', () => {
    expect(formatNumber(1284)).toBe('1.284');
    expect(formatNumber(-2880)).toBe('\u22122.880');
    expect(formatNumber('12427.5')).toBe('12.427,5');
  });
  it('show cents only where they exist', () => {
    expect(plain(formatMoney({ amount: '186400.00', currency: 'EUR' }))).toBe('186.400 €');
    expect(plain(formatMoney({ amount: '1200.50', currency: 'EUR' }))).toBe('1.200,50 €');
    expect(plain(formatMoney({ amount: '1200.50', currency: 'EUR' }, { symbol: false }))).toBe(
      '1.200,50',
    );
  });
  it('keep every digit of large amounts', () => {
    expect(plain(formatMoney({ amount: '9007199254740993.01', currency: 'EUR' }))).toBe(
      '9.007.199.254.740.993,01 €',
    );
  });
  it('separate the per cent sign', () => expect(plain(formatShare(0.38))).toBe('38 %'));
  it('write durations in two units', () => expect(plain(formatDuration(72))).toBe('1 h 12 min'));
});

describe('moments in Spanish', () => {
  const now = new Date(2026, 10, 24, 9, 42);
  it('are relative up to yesterday', () => {
    expect(plain(formatRelative(new Date(2026, 10, 24, 9, 38), now))).toBe('hace 4 min');
    expect(plain(formatRelative(new Date(2026, 10, 23, 17, 40), now))).toBe('ayer, 17:40');
    expect(plain(formatRelative(new Date(2026, 10, 20, 8, 0), now))).toBe('20 nov');
  });
  it('name the year when it is far', () => {
    expect(plain(formatDate('2026-11-24', { now }))).toBe('24 nov');
    expect(plain(formatDate('2024-03-04', { now }))).toBe('4 mar 2024');
  });
});

describe('initials', () => {
  it.each([
    ['Grupo Alameda Hoteles', 'GA'],
    ['Cooperativa de la Sierra', 'CS'],
    ['Lucía', 'L'],
    ['Ñandú 𝕱𝖗𝖆𝖐', 'Ñ𝕱'],
    ['N\u0303andu\u0301 Verde', 'N\u0303V'],
    ['«La Loma» 24', 'L2'],
    ['De la', 'DL'],
    ['★ !!', '?'],
    ['', ''],
  ])('of %s are %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
});
