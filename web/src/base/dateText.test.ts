// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  datePattern,
  dayOfText,
  faultOfDate,
  momentOfText,
  textOfDay,
  textOfMoment,
} from './dateText';
import { setCompanyTime } from './periods';
import { setFormats, setLanguage, startTexts } from './i18n/i18n';

const now = new Date(2026, 10, 24, 12);
const at = (hours: number, minutes: number) => new Date(2026, 10, 24, hours, minutes).toISOString();

beforeAll(() => startTexts('es'));
afterEach(async () => {
  setFormats('es-ES');
  await setLanguage('es');
});

describe('a day', () => {
  it('is written in the order of the language', async () => {
    expect([textOfDay('2026-11-04'), datePattern()]).toEqual(['04/11/2026', 'dd/mm/aaaa']);
    await setLanguage('en');
    expect([textOfDay('2026-11-04'), datePattern()]).toEqual(['04/11/2026', 'dd/mm/yyyy']);
    setFormats('en-US');
    expect([textOfDay('2026-11-04'), datePattern()]).toEqual(['11/04/2026', 'mm/dd/yyyy']);
  });
  it('is read however it is typed', () => {
    for (const text of ['24/11/2026', '24-11-26', '24.11.2026', '24 11 2026', '24/11', '24112026'])
      expect(dayOfText(text, now), text).toBe('2026-11-24');
    expect(dayOfText('2411', now)).toBe('2026-11-24');
    expect(dayOfText('241126', now)).toBe('2026-11-24');
    expect(dayOfText('2026-11-24', now)).toBe('2026-11-24');
    expect(dayOfText('1/2/65', now)).toBe('1965-02-01');
  });
  it('is read in the order of the language', async () => {
    await setLanguage('en');
    setFormats('en-US');
    expect(dayOfText('11/24/2026', now)).toBe('2026-11-24');
    expect(dayOfText('24/11/2026', now)).toBeNull();
  });
  it('must exist', () => {
    for (const text of [
      '31/02/2025',
      '0/1/2026',
      '24/13/2026',
      '24',
      'patata',
      '24/11/',
      '1/1/99999',
    ])
      expect(dayOfText(text, now), text).toBeNull();
    expect(dayOfText('29/02/2024', now)).toBe('2024-02-29');
  });
});

describe('a day in words', () => {
  it('is counted from today', () => {
    const named: [string, string][] = [
      ['hoy', '2026-11-24'],
      ['Mañana', '2026-11-25'],
      ['manana', '2026-11-25'],
      ['pasado  mañana', '2026-11-26'],
      ['ayer', '2026-11-23'],
      ['tomorrow', '2026-11-25'],
      ['yesterday', '2026-11-23'],
      ['+3d', '2026-11-27'],
      ['+3', '2026-11-27'],
      ['-2d', '2026-11-22'],
      ['+2s', '2026-12-08'],
      ['+2w', '2026-12-08'],
      ['+3m', '2027-02-24'],
      ['+1a', '2027-11-24'],
      ['en 3 días', '2026-11-27'],
      ['dentro de 2 semanas', '2026-12-08'],
      ['hace 1 mes', '2026-10-24'],
      ['3 days ago', '2026-11-21'],
    ];
    for (const [text, day] of named) expect(dayOfText(text, now), text).toBe(day);
  });
  it('is the next such weekday, and no day beyond the end of a month', () => {
    expect(dayOfText('viernes', now)).toBe('2026-11-27');
    expect(dayOfText('el martes', now)).toBe('2026-12-01'); // 24 November is one
    expect(dayOfText('next monday', now)).toBe('2026-11-30');
    expect(dayOfText('+1m', new Date(2026, 0, 31, 12))).toBe('2026-02-28');
  });
  it('may be called by «this», and stays within the calendar', () => {
    expect(dayOfText('this friday', now)).toBe('2026-11-27');
    expect(dayOfText('este viernes', now)).toBe('2026-11-27');
    for (const text of ['+9999a', '-9999y']) expect(dayOfText(text, now), text).toBeNull();
  });
  it('is counted from the day of the clock where an hour follows', () => {
    setCompanyTime('Pacific/Kiritimati', 1); // it is the day after there, for most of ours
    const late = new Date(2026, 10, 24, 23);
    expect(momentOfText('hoy 21:00', late)).toBe(at(21, 0));
    setCompanyTime('Pacific/Pago_Pago', 1);
    expect(momentOfText('hoy 21:00', new Date(2026, 10, 24, 1))).toBe(at(21, 0));
    setCompanyTime('', 1);
  });
  it('has an hour', () => {
    const next = (hours: number, minutes: number) =>
      new Date(2026, 10, 25, hours, minutes).toISOString();
    expect(momentOfText('mañana 17:30', now)).toBe(next(17, 30));
    expect(momentOfText('mañana a las 8', now)).toBe(next(8, 0));
    expect(momentOfText('tomorrow at 5 pm', now)).toBe(next(17, 0));
    expect(momentOfText('mañana', now)).toBe(next(9, 0));
    expect(momentOfText('ahora', now)).toBe(now.toISOString());
  });
});

describe('what is no date', () => {
  it('is told from a day and from an hour that do not exist', () => {
    for (const text of ['31/02/2026', '12/31/2026', '31 2', '31022026'])
      expect(faultOfDate(text), text).toBe('day');
    for (const text of ['patata', 'abc', '24', '+', '1/2/3/4', '24/once/2026'])
      expect(faultOfDate(text), text).toBe('text');
    expect(faultOfDate('24/11/2026 25:00', true)).toBe('hour');
    expect(faultOfDate('mañana 25:00', true)).toBe('hour');
    expect(faultOfDate('31/02/2026 10:00', true)).toBe('day');
    expect(faultOfDate('luego 10:00', true)).toBe('text');
  });
});

describe('a moment', () => {
  it('is written with its time and read back', () => {
    expect(textOfMoment(at(9, 42))).toBe('24/11/2026 09:42');
    expect(momentOfText(textOfMoment(at(9, 42)), now)).toBe(at(9, 42));
    setFormats('es-MX');
    expect(momentOfText(textOfMoment(at(21, 5)), now)).toBe(at(21, 5));
  });
  it('is read with hours, halves of the day, or at nine', () => {
    for (const text of [
      '24/11/2026 17:30',
      '24/11 5:30 pm',
      '24-11-26 17.30',
      '2026-11-24T17:30',
      '24 11 17:30',
    ])
      expect(momentOfText(text, now), text).toBe(at(17, 30));
    expect(momentOfText('24/11/2026 12:00 a. m.', now)).toBe(at(0, 0));
    expect(momentOfText('24/11/2026 17h', now)).toBe(at(17, 0));
    for (const text of ['24/11/2026', '24 11 26', '24 11'])
      expect(momentOfText(text, now), text).toBe(at(9, 0));
  });
  it('must exist', () => {
    for (const text of ['24/11/2026 25:00', '24/11/2026 10:61', '24/11/2026 13:00 pm', '10:00'])
      expect(momentOfText(text, now), text).toBeNull();
  });
});
