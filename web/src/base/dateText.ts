// SPDX-License-Identifier: Apache-2.0
// Days and moments as people type them: in the order and with the signs of the page's language
// (24/11/2026, 11/24/2026), whatever the browser speaks, or in words («mañana», «+3d»). Days travel
// as 2026-11-24, moments as ISO.
import { dayOfWords } from './dateWords';
import { formatTime } from './format';
import { currentLanguage, locale } from './i18n/i18n';
import { dayText, today } from './periods';

type Part = 'day' | 'month' | 'year';

interface Shape {
  order: Part[];
  sign: string;
}

function shapeOf(language: string): Shape {
  const parts = new Intl.DateTimeFormat(language, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  }).formatToParts(new Date(2026, 10, 24));
  return {
    order: parts
      .map(({ type }) => type)
      .filter((type): type is Part => /^(day|month|year)$/.test(type)),
    sign: parts.find(({ type }) => type === 'literal')?.value.trim() || '/',
  };
}

let known: { language: string; shape: Shape } | undefined;
function shape(): Shape {
  const language = locale();
  if (known?.language !== language) known = { language, shape: shapeOf(language) };
  return known.shape;
}

const kLetters = {
  es: { day: 'dd', month: 'mm', year: 'aaaa' },
  en: { day: 'dd', month: 'mm', year: 'yyyy' },
};

// «dd/mm/aaaa», shown where nothing is typed yet.
export function datePattern(withTime = false): string {
  const { order, sign } = shape();
  const letters = kLetters[currentLanguage()];
  return order.map((part) => letters[part]).join(sign) + (withTime ? ' hh:mm' : '');
}

export function textOfDay(day: string): string {
  const [year = '', month = '', date = ''] = day.slice(0, 10).split('-');
  const parts = { year, month, day: date };
  const { order, sign } = shape();
  return order.map((part) => parts[part]).join(sign);
}

export const textOfMoment = (moment: string) =>
  `${textOfDay(dayText(new Date(moment)))} ${formatTime(moment).replace(/\s/g, ' ')}`;

function fullYear(typed: string | undefined, now: Date): number {
  if (!typed) return now.getFullYear();
  if (typed.length > 2) return Number(typed);
  const century = Math.floor(now.getFullYear() / 100) * 100;
  const year = century + Number(typed);
  return year > now.getFullYear() + 20 ? year - 100 : year;
}

const numbersIn = (text: string) => text.trim().split(/\s*[-/.\s]\s*/);
const areNumbers = (numbers: string[]) => numbers.every((number) => /^\d+$/.test(number));

// 24/11/2026, 24-11-26, 24.11 (this year), 24112026, and 2026-11-24 in any language; or words,
// counted from the company's day unless told otherwise.
export function dayOfText(text: string, now = new Date(), from = today(now)): string | null {
  let numbers = numbersIn(text);
  if (!areNumbers(numbers)) {
    const named = dayOfWords(text, from);
    return named && dayText(named);
  }
  let { order } = shape();
  if (numbers.length === 1 && order.at(-1) === 'year' && /^(\d{4}|\d{6}|\d{8})$/.test(numbers[0]!))
    numbers = [/^../, /(?<=^..)../, /(?<=^....).+/].flatMap((part) => part.exec(numbers[0]!) ?? []);
  if (numbers[0]!.length === 4) order = ['year', 'month', 'day'];
  if (numbers.length < 2 || numbers.length > 3) return null;
  if (numbers.length === 2) order = order.filter((part) => part !== 'year');
  const at = (part: Part) => (order.includes(part) ? numbers[order.indexOf(part)] : undefined);
  const [year, month, day] = [fullYear(at('year'), now), Number(at('month')), Number(at('day'))];
  const found = new Date(year, month - 1, day);
  const exists =
    year >= 1000 && year <= 9999 && found.getMonth() === month - 1 && found.getDate() === day;
  return exists ? dayText(found) : null;
}

const kTime = /[\sT,]+(?:a las? |at )?(\d{1,2})(?:[:.h](\d{2}))?\s*(?:h|([ap])\.?\s*m\.?)?$/i;

// «24 11 26» is a day: its last number is no hour.
const timeIn = (text: string) => (/^\d+(\s+\d+){1,2}$/.test(text) ? null : kTime.exec(text));

// What is wrong with a text that is no date: it looks like one and there is no such day or hour, or
// it does not.
export function faultOfDate(text: string, withTime = false): 'day' | 'hour' | 'text' {
  const time = withTime ? timeIn(text.trim()) : null;
  const day = time ? text.trim().slice(0, time.index) : text;
  if (time && dayOfText(day) !== null) return 'hour';
  const numbers = numbersIn(day);
  const some = numbers.length > 1 || /^(\d{6}|\d{8})$/.test(numbers[0]!);
  return areNumbers(numbers) && some && numbers.length < 4 ? 'day' : 'text';
}

// «24/11/2026 9:42», also with a. m. and p. m. Where only the day is typed, it begins at nine.
export function momentOfText(text: string, now = new Date()): string | null {
  const trimmed = text.trim();
  if (/^(ahora|now)$/i.test(trimmed)) return new Date(now).toISOString();
  // Hours are those of the reader's clock, so words count from the day that it shows.
  const here = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const time = timeIn(trimmed);
  const timed = time && dayOfText(trimmed.slice(0, time.index), now, here);
  const day = timed ?? dayOfText(trimmed, now, here);
  if (!day) return null;
  let hour = timed ? Number(time[1]) : 9;
  const minute = timed ? Number(time[2] ?? 0) : 0;
  const half = timed && time[3]?.toLowerCase();
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === 'p' ? 12 : 0);
  if (hour > 23 || minute > 59) return null;
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year!, month! - 1, date, hour, minute).toISOString();
}
