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

// Months since the fiscal year began: 0 to 11.
const fiscalMonth = (day: Date) => (day.getMonth() - (fiscalStart - 1) + 12) % 12;

const monthsFrom = (day: Date, back: number, count: number): Period => ({
  from: new Date(day.getFullYear(), day.getMonth() - back, 1),
  to: new Date(day.getFullYear(), day.getMonth() - back + count, 0),
});

export const quarterOf = (day: Date): Period => monthsFrom(day, fiscalMonth(day) % 3, 3);
export const monthOf = (day: Date): Period => monthsFrom(day, 0, 1);
export const yearOf = (day: Date): Period => monthsFrom(day, fiscalMonth(day), 12);
