// SPDX-License-Identifier: Apache-2.0
// Days, instants and durations of filters. Days are texts (2026-11-24), instants milliseconds.

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

// Year, month, day, hour, minute and second of an instant in a zone.
export function localParts(ms: number, zone: string): Record<string, number> {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) {
    if (/^\d+$/.test(value)) parts[type] = Number(value);
  }
  return parts;
}

const padded = (value: number, width: number) => String(value).padStart(width, '0');

export function localDay(ms: number, zone: string): string {
  const { year = 0, month = 0, day = 0 } = localParts(ms, zone);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

export function dayParts(day: string): Record<string, number> {
  const [year, month, date] = day.split('-').map(Number);
  return { year: year!, month: month!, day: date! };
}

// Milliseconds of P1DT2H30M5.25S.
export function durationOf(source: string): number {
  const found = /^([+-]?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(
    source,
  );
  if (!found) throw new Error(`duration ${source}`);
  const [days, hours, minutes, seconds] = found.slice(2).map((part) => Number(part ?? 0));
  const ms =
    days! * 86_400_000 + hours! * 3_600_000 + minutes! * 60_000 + Math.trunc(seconds! * 1000);
  return found[1] === '-' ? -ms : ms;
}

// Milliseconds since midnight of 10:30, 10:30:00 or 10:30:00.5.
export function timeOf(source: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = source.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000 + Math.trunc(seconds * 1000 + 1e-6);
}

export function moveDay(day: string, ms: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + ms).toISOString().slice(0, 10);
}
