// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ruleOf, turned, type CellForm } from './cells';

const number: CellForm = {
  decimal: ',',
  assumed: true,
  cell: '1.234',
  read_as: '1234',
  otherwise: '1.234',
};
const date: CellForm = {
  format: 'dd/MM/yyyy HH:mm',
  assumed: true,
  cell: '03/04/2025 10:00',
  read_as: '2025-04-03',
  otherwise: '2025-03-04',
};

describe('how a column is read', () => {
  it('is turned to the other reading and back', () => {
    expect(turned(number)).toMatchObject({ decimal: '.', read_as: '1.234', otherwise: '1234' });
    expect(turned(date)).toMatchObject({ format: 'MM/dd/yyyy HH:mm', read_as: '2025-03-04' });
    expect(turned(turned(number))).toEqual(number);
    expect(turned(turned(date))).toEqual(date);
  });
  it('stays where there is no other', () => {
    const sure: CellForm = { decimal: ',', assumed: false, cell: '1,5', read_as: '1.5' };
    expect(turned(sure)).toBe(sure);
  });
  it('goes into the mapping', () => {
    expect(ruleOf(number)).toEqual({ decimal: ',' });
    expect(ruleOf(date)).toEqual({ format: 'dd/MM/yyyy HH:mm' });
  });
});
