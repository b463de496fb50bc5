// SPDX-License-Identifier: Apache-2.0
// Days, months, quarters and years as the company counts them: today is the day in its zone,
// quarters and years follow its fiscal year.
export interface Period {
  from: Date;
  to: Date; // the last day
}

let zone: string | undefined;
let fiscalStart = 1;

export function setCompanyTime(companyZone: string, fiscalYearStart: number) {
  zone = companyZone;
  fiscalStart = fiscalYearStart;
}

const pad = (value: number) => String(value).padStart(2, '0');

export const dayText = (day: Date) =>
  `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;

// The company's present day, as a local date: somebody in Bogotá works on the day of the house in
// Madrid.
export function today(now: Date = new Date()): Date {
  if (!zone) return new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);
  return new Date(`${parts}T00:00:00`);
}

// What the clocks of the company's zone are ahead of UTC at a moment.
function aheadMs(moment: number): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(moment);
  const at = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return (
    Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second')) -
    Math.floor(moment / 1000) * 1000
  );
}

// The moment at which a day of the company begins; days are 23 or 25 hours long when clocks change.
export function beginOfDay(day: Date): Date {
  if (!zone) return new Date(day.getFullYear(), day.getMonth(), day.getDate());
  const midnight = Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  const near = midnight - aheadMs(midnight);
  return new Date(midnight - aheadMs(near));
}

// Months since the fiscal year began: 0 to 11.
const fiscalMonth = (day: Date) => (day.getMonth() - (fiscalStart - 1) + 12) % 12;

const monthsFrom = (day: Date, back: number, count: number): Period => ({
  from: new Date(day.getFullYear(), day.getMonth() - back, 1),
  to: new Date(day.getFullYear(), day.getMonth() - back + count, 0),
});

export const quarterOf = (day: Date): Period => monthsFrom(day, fiscalMonth(day) % 3, 3);
export const monthOf = (day: Date): Period => monthsFrom(day, 0, 1);
export const yearOf = (day: Date): Period => monthsFrom(day, fiscalMonth(day), 12);
