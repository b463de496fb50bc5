// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { dateFormOf, decimalOf } from './cells';

describe('dates of a file', () => {
  it('are read with the day first unless a cell says otherwise', () => {
    expect(dateFormOf(['01/03/2025', '15/01/2024'])).toBe('dd/MM/yyyy');
    expect(dateFormOf(['01/03/2025'])).toBe('dd/MM/yyyy');
    expect(dateFormOf(['01-31-2025', '02-03-2025'])).toBe('MM-dd-yyyy');
  });
  it('survive one that does not exist', () => {
    expect(dateFormOf(['31/02/2025', '01/03/2025', 'pronto'])).toBe('dd/MM/yyyy');
  });
  it('stay as they are where cells contradict each other or are no such dates', () => {
    expect(dateFormOf(['31/01/2025', '01/31/2025'])).toBeUndefined();
    expect(dateFormOf(['2025-01-31'])).toBeUndefined();
    expect(dateFormOf([])).toBeUndefined();
  });
});

describe('numbers of a file', () => {
  it('have a comma where the point groups', () => {
    expect(decimalOf(['120.000,50', 'abc', '5'])).toBe(',');
    expect(decimalOf(['12,5'])).toBe(',');
    expect(decimalOf(['7.500'])).toBe(',');
    expect(decimalOf(['1.284.000 €'])).toBe(',');
  });
  it('have a point otherwise', () => {
    expect(decimalOf(['1,284.50'])).toBeUndefined();
    expect(decimalOf(['12.5'])).toBeUndefined();
    expect(decimalOf(['1284', ''])).toBeUndefined();
  });
});
