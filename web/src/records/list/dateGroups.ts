// SPDX-License-Identifier: Apache-2.0
// The spans in which the days of a date field stand together in a grouped list. The server counts
// per day; what lies in one span is put together here. Quarters and years are the company's.
import { formatDate, formatSpan } from '@/base/format';
import { dayText, monthOf, quarterOf, weekOf, yearOf, type Period } from '@/base/periods';

export const kSpans = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Span = (typeof kSpans)[number];
export const kUsualSpan: Span = 'month';

const periodOf: Record<Span, (day: Date) => Period> = {
  day: (day) => ({ from: day, to: day }),
  week: weekOf,
  month: monthOf,
  quarter: quarterOf,
  year: yearOf,
};

const dateOf = (day: string) => new Date(`${day}T00:00:00`);

// From and to, both within it.
export function spanOf(day: string, span: Span): { from: string; to: string } {
  const { from, to } = periodOf[span](dateOf(day));
  return { from: dayText(from), to: dayText(to) };
}

export function spanLabel(day: string, span: Span): string {
  if (span === 'day') return formatDate(day);
  const { from, to } = periodOf[span](dateOf(day));
  return formatSpan(from, to, span === 'week' ? 'day' : 'month');
}
