// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import {
  beginOfDay,
  dayText,
  monthOf,
  quarterOf,
  setCompanyTime,
  today,
  yearOf,
  type Period,
} from './periods';

const text = ({ from, to }: Period) => `${dayText(from)} ${dayText(to)}`;
const day = (value: string) => new Date(`${value}T12:00:00`);

afterEach(() => setCompanyTime('Europe/Madrid', 1));

describe('periods', () => {
  it('follow the calendar when the fiscal year begins in January', () => {
    setCompanyTime('Europe/Madrid', 1);
    expect(text(quarterOf(day('2026-11-24')))).toBe('2026-10-01 2026-12-31');
    expect(text(yearOf(day('2026-11-24')))).toBe('2026-01-01 2026-12-31');
    expect(text(monthOf(day('2026-02-10')))).toBe('2026-02-01 2026-02-28');
  });
  it('follow a fiscal year that begins in February, over the end of the calendar year', () => {
    setCompanyTime('Europe/Madrid', 2);
    expect(text(quarterOf(day('2027-01-15')))).toBe('2026-11-01 2027-01-31');
    expect(text(quarterOf(day('2027-02-01')))).toBe('2027-02-01 2027-04-30');
    expect(text(yearOf(day('2027-01-31')))).toBe('2026-02-01 2027-01-31');
  });
  it('know the day of the company, not of the desk', () => {
    const moment = new Date('2026-11-24T02:30:00Z');
    setCompanyTime('America/Bogota', 1);
    expect(dayText(today(moment))).toBe('2026-11-23');
    setCompanyTime('Europe/Madrid', 1);
    expect(dayText(today(moment))).toBe('2026-11-24');
  });
  it('know when a day of the company begins, also when its clocks change', () => {
    const begin = (value: string) => beginOfDay(day(value)).toISOString();
    setCompanyTime('Europe/Madrid', 1);
    expect(begin('2026-10-25')).toBe('2026-10-24T22:00:00.000Z');
    expect(begin('2026-10-26')).toBe('2026-10-25T23:00:00.000Z');
    expect(begin('2026-03-29')).toBe('2026-03-28T23:00:00.000Z');
    expect(begin('2026-03-30')).toBe('2026-03-29T22:00:00.000Z');
    setCompanyTime('America/Bogota', 1);
    expect(begin('2026-11-24')).toBe('2026-11-24T05:00:00.000Z');
  });
});
