// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addDecimals, cellOf, moneyOf, sumByCurrency } from './aggregate';

describe('addDecimals', () => {
  it('keeps cents exact where floating point would not', () => {
    expect(addDecimals('0.10', '0.20')).toBe('0.30');
    expect(addDecimals('9007199254740993.01', '0.01')).toBe('9007199254740993.02');
  });
  it('joins different numbers of digits and signs', () => {
    expect(addDecimals('1', '0.5')).toBe('1.5');
    expect(addDecimals('-1.50', '0.25')).toBe('-1.25');
    expect(addDecimals('-0.05', '0')).toBe('-0.05');
  });
});

describe('rows of sums', () => {
  it('are read flat or nested, with money whole or bare', () => {
    expect(cellOf({ 'amount/currency': 'EUR' }, 'amount/currency')).toBe('EUR');
    expect(cellOf({ amount: { currency: 'USD' } }, 'amount/currency')).toBe('USD');
    expect(
      moneyOf({ amount: { currency: 'USD' }, total: '5.00' }, 'total', 'amount/currency'),
    ).toEqual({ amount: '5.00', currency: 'USD' });
    expect(
      moneyOf({ total: { amount: '7.00', currency: 'EUR' } }, 'total', 'amount/currency'),
    ).toEqual({ amount: '7.00', currency: 'EUR' });
    expect(moneyOf({ total: null }, 'total', 'amount/currency')).toBeNull();
  });
  it('never add up different currencies', () => {
    expect(
      sumByCurrency([
        { amount: '1.50', currency: 'EUR' },
        { amount: '9', currency: 'USD' },
        null,
        { amount: '2', currency: 'EUR' },
      ]),
    ).toEqual([
      { amount: '9', currency: 'USD' },
      { amount: '3.50', currency: 'EUR' },
    ]);
  });
});
