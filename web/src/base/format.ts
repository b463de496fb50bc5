// SPDX-License-Identifier: Apache-2.0
// How figures, money, dates and times are written. Pages never format by themselves.
import { locale } from './i18n/i18n';

const formats = new Map<
  string,
  Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat
>();

function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: (locale: string) => T,
): T {
  const full = `${locale()} ${key}`;
  let format = formats.get(full) as T | undefined;
  if (!format) formats.set(full, (format = make(locale())));
  return format;
}

// U+2212 aligns with the figures; a hyphen does not.
const signed = (text: string) => text.replace(/-/g, '\u2212');

export function formatNumber(value: number | string, digits?: number): string {
  const options: Intl.NumberFormatOptions = {
    useGrouping: 'always',
    maximumFractionDigits: digits ?? 6,
  };
  if (digits !== undefined) options.minimumFractionDigits = digits;
  return signed(
    cached(`number ${digits}`, (l) => new Intl.NumberFormat(l, options)).format(value as number),
  );
}

export interface MoneyValue {
  amount: string;
  currency: string;
}

// «186.400 €»: cents only where they exist. `symbol: false` where the head of the column says the
// currency.
export function formatMoney(
  money: MoneyValue,
  options: { symbol?: boolean; round?: boolean } = {},
): string {
  const { symbol = true, round = false } = options;
  const whole = round || /^-?\d+(\.0*)?$/.test(money.amount);
  const settings: Intl.NumberFormatOptions = { useGrouping: 'always' };
  if (symbol) Object.assign(settings, { style: 'currency', currency: money.currency });
  if (whole) Object.assign(settings, { minimumFractionDigits: 0, maximumFractionDigits: 0 });
  else if (!symbol) Object.assign(settings, { minimumFractionDigits: 2, maximumFractionDigits: 4 });
  const key = `money ${symbol ? money.currency : ''} ${whole}`;
  return signed(
    cached(key, (l) => new Intl.NumberFormat(l, settings)).format(
      money.amount as unknown as number,
    ),
  );
}

// «5,4 M €»: charts and cards only.
export function formatShortMoney(money: MoneyValue): string {
  const value = Number(money.amount);
  const digits = Math.abs(value) >= 1e6 ? 1 : 0;
  return signed(
    cached(
      `short ${money.currency} ${digits}`,
      (l) =>
        new Intl.NumberFormat(l, {
          style: 'currency',
          currency: money.currency,
          notation: 'compact',
          maximumFractionDigits: digits,
        }),
    ).format(value),
  );
}

export function formatShare(share: number, digits = 0): string {
  return signed(
    cached(
      `share ${digits}`,
      (l) =>
        new Intl.NumberFormat(l, {
          style: 'percent',
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        }),
    ).format(share),
  );
}

const dayOf = (value: string | Date) =>
  typeof value === 'string' && value.length === 10
    ? new Date(`${value}T00:00:00`)
    : new Date(value);

const kNearMs = 183 * 86_400_000;

// «24 nov», with its year when it is more than six months away.
export function formatDate(
  value: string | Date,
  options: { year?: 'auto' | 'always'; now?: Date } = {},
): string {
  const day = dayOf(value);
  const near =
    options.year !== 'always' &&
    Math.abs(day.getTime() - (options.now ?? new Date()).getTime()) < kNearMs;
  const text = cached(
    `date ${near}`,
    (l) =>
      new Intl.DateTimeFormat(l, {
        day: 'numeric',
        month: 'short',
        ...(near ? {} : { year: 'numeric' }),
      }),
  ).format(day);
  return text.replace(/ /g, '\u00a0').replace('sept', 'sep');
}

// «martes, 24 de noviembre»
export function formatLongDate(value: string | Date): string {
  return cached(
    'long',
    (l) => new Intl.DateTimeFormat(l, { weekday: 'long', day: 'numeric', month: 'long' }),
  ).format(dayOf(value));
}

export function formatTime(value: string | Date): string {
  return cached(
    'time',
    (l) => new Intl.DateTimeFormat(l, { hour: '2-digit', minute: '2-digit' }),
  ).format(new Date(value));
}

// The full form for tooltips and screen readers.
export function formatMoment(value: string | Date): string {
  return cached(
    'moment',
    (l) => new Intl.DateTimeFormat(l, { dateStyle: 'full', timeStyle: 'short' }),
  ).format(new Date(value));
}

// «hace 4 min», «hoy, 08:51», «ayer, 17:40», «20 nov»
export function formatRelative(value: string | Date, now: Date = new Date()): string {
  const moment = new Date(value);
  const minutes = Math.round((now.getTime() - moment.getTime()) / 60_000);
  const relative = (style: 'short' | 'long') =>
    cached(`relative ${style}`, (l) => new Intl.RelativeTimeFormat(l, { numeric: 'auto', style }));
  if (minutes >= 0 && minutes < 1) return relative('long').format(0, 'second');
  if (minutes > 0 && minutes < 60) return relative('short').format(-minutes, 'minute');
  const days = Math.round((dayStart(now) - dayStart(moment)) / 86_400_000);
  if (Math.abs(days) <= 1) return `${relative('long').format(-days, 'day')}, ${formatTime(moment)}`;
  return formatDate(moment, { now });
}

function dayStart(value: Date): number {
  return Date.UTC(value.getFullYear(), value.getMonth(), value.getDate());
}

// «1 h 12 min», «43 días»
export function formatDuration(minutes: number): string {
  const unit = (amount: number, name: string, display: 'short' | 'long') =>
    cached(
      `unit ${name}`,
      (l) => new Intl.NumberFormat(l, { style: 'unit', unit: name, unitDisplay: display }),
    ).format(amount);
  if (minutes >= 2 * 1440) return unit(Math.round(minutes / 1440), 'day', 'long');
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  if (hours === 0) return unit(rest, 'minute', 'short');
  return rest === 0
    ? unit(hours, 'hour', 'short')
    : `${unit(hours, 'hour', 'short')} ${unit(rest, 'minute', 'short')}`;
}

const kSilent = /^(de|del|la|las|los|el|y|e|the|of|and|sa|sl)$/i;

// The first letters of the first two words that say something: «Grupo Alameda Hoteles» is GA. A
// letter is whole, with its accents; a name without letters and figures is «?», no name is nothing.
export function initialsOf(name: string): string {
  const words = name
    .split(/[\s,.]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter(Boolean);
  const telling = words.filter((word) => !kSilent.test(word.replace(/[^\p{L}\p{N}]+$/u, '')));
  const letters = (telling.length > 0 ? telling : words)
    .slice(0, 2)
    .map((word) => /^.\p{M}*/u.exec(word)?.[0] ?? '')
    .join('');
  return letters ? letters.toLocaleUpperCase() : name.trim() && '?';
}

// A steady choice of 1..count from a text, for the colour of a face or tile.
export function stableChoice(text: string, count: number): number {
  let hash = 0;
  for (const char of text) hash = (hash * 31 + char.codePointAt(0)!) >>> 0;
  return (hash % count) + 1;
}

// «España» for ES; what is no country code stays as it is.
export function countryName(code: string): string {
  if (!/^[A-Za-z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(locale(), { type: 'region' }).of(code.toUpperCase()) ?? code;
}

export function languageName(code: string): string {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z]+)*$/.test(code)) return code;
  return new Intl.DisplayNames(locale(), { type: 'language' }).of(code) ?? code;
}
