// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { datePattern, dayOfText, momentOfText, textOfDay, textOfMoment } from './dateText';
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
      'mañana',
      '24/11/',
      '1/1/99999',
    ])
      expect(dayOfText(text, now), text).toBeNull();
    expect(dayOfText('29/02/2024', now)).toBe('2024-02-29');
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
    for (const text of ['24/11/2026 17:30', '24/11 5:30 pm', '24-11-26 17.30', '2026-11-24T17:30'])
      expect(momentOfText(text, now), text).toBe(at(17, 30));
    expect(momentOfText('24/11/2026 12:00 a. m.', now)).toBe(at(0, 0));
    expect(momentOfText('24/11/2026 17h', now)).toBe(at(17, 0));
    expect(momentOfText('24/11/2026', now)).toBe(at(9, 0));
  });
  it('must exist', () => {
    for (const text of ['24/11/2026 25:00', '24/11/2026 10:61', '24/11/2026 13:00 pm', '10:00'])
      expect(momentOfText(text, now), text).toBeNull();
  });
});
