// SPDX-License-Identifier: Apache-2.0
// Days as people call them, in both languages whatever the page speaks: «mañana», «viernes», «+3d»,
// «dentro de dos semanas» with its number in figures.
import { folded } from './folded';

const kDays: Record<string, number> = {
  hoy: 0,
  ahora: 0,
  manana: 1,
  'pasado manana': 2,
  ayer: -1,
  anteayer: -2,
  'antes de ayer': -2,
  today: 0,
  now: 0,
  tomorrow: 1,
  'the day after tomorrow': 2,
  'day after tomorrow': 2,
  yesterday: -1,
  'the day before yesterday': -2,
  'day before yesterday': -2,
};

const kWeekdays = [
  ['domingo', 'sunday', 'sun', 'dom'],
  ['lunes', 'monday', 'mon', 'lun'],
  ['martes', 'tuesday', 'tue', 'mar'],
  ['miercoles', 'wednesday', 'wed', 'mie'],
  ['jueves', 'thursday', 'thu', 'jue'],
  ['viernes', 'friday', 'fri', 'vie'],
  ['sabado', 'saturday', 'sat', 'sab'],
];

const kUnit = '(d|dias?|days?|s|sem|semanas?|w|weeks?|m|mes(?:es)?|months?|a|anos?|y|years?)';
const kSigned = new RegExp(`^([-+\u2212])\\s*(\\d{1,4})\\s*${kUnit}?$`);
const kLater = new RegExp(`^(?:en|in|dentro de)\\s+(\\d{1,4})\\s*${kUnit}$`);
const kEarlier = new RegExp(`^hace\\s+(\\d{1,4})\\s*${kUnit}$`);
const kAgo = new RegExp(`^(\\d{1,4})\\s*${kUnit}\\s+ago$`);

function later(from: Date, count: number, unit: string): Date {
  const [year, month, day] = [from.getFullYear(), from.getMonth(), from.getDate()];
  if (/^(s|w)/.test(unit)) return new Date(year, month, day + 7 * count);
  if (/^(m|a|y)/.test(unit)) {
    const months = unit.startsWith('m') ? count : 12 * count;
    const last = new Date(year, month + months + 1, 0).getDate();
    return new Date(year, month + months, Math.min(day, last));
  }
  return new Date(year, month, day + count);
}

function amountOf(text: string): { count: number; unit: string } | null {
  const signed = kSigned.exec(text);
  if (signed)
    return { count: Number(signed[2]) * (signed[1] === '+' ? 1 : -1), unit: signed[3] ?? 'd' };
  const ahead = kLater.exec(text);
  if (ahead) return { count: Number(ahead[1]), unit: ahead[2]! };
  const back = kEarlier.exec(text) ?? kAgo.exec(text);
  return back ? { count: -Number(back[1]), unit: back[2]! } : null;
}

const isInCalendar = (day: Date) => day.getFullYear() >= 1000 && day.getFullYear() <= 9999;

// «hoy» is 0, «+3d» 3, «hace 2 semanas» -14: days that stay relative when they are kept. Nothing
// for weekdays, months and years, which are not a fixed number of days.
export function daysOfWords(text: string): number | null {
  const words = folded(text.trim().replace(/\s+/g, ' '));
  const days = kDays[words];
  if (days !== undefined) return days;
  const amount = amountOf(words);
  if (!amount || !/^(d|s|w)/.test(amount.unit)) return null;
  return /^d/.test(amount.unit) ? amount.count : 7 * amount.count;
}

// The day that words name, counted from `day`; a weekday is the next one, never `day` itself.
export function dayOfWords(text: string, day: Date): Date | null {
  const named = namedBy(text, day);
  return named && isInCalendar(named) ? named : null;
}

function namedBy(text: string, day: Date): Date | null {
  const words = folded(text.trim().replace(/\s+/g, ' '));
  const days = kDays[words];
  if (days !== undefined) return later(day, days, 'd');
  const amount = amountOf(words);
  if (amount) return later(day, amount.count, amount.unit);
  const name = words.replace(/^(el |este |proximo |el proximo |this |next |on )/, '');
  const weekday = kWeekdays.findIndex((names) => names.includes(name));
  if (weekday < 0) return null;
  return later(day, ((weekday - day.getDay() + 6) % 7) + 1, 'd');
}
