// SPDX-License-Identifier: Apache-2.0
// The periods that a forecast is asked for.
import { dayText, monthOf, quarterOf, yearOf } from '@/base/periods';

export type StageKind = 'open' | 'won' | 'lost';
export const kPeriods = ['month', 'quarter', 'year', 'all'] as const;
export type PeriodName = (typeof kPeriods)[number];

export function spanOf(name: PeriodName, today: Date): { from?: string; to?: string } {
  if (name === 'all') return {};
  const { from, to } =
    name === 'month' ? monthOf(today) : name === 'quarter' ? quarterOf(today) : yearOf(today);
  return { from: dayText(from), to: dayText(to) };
}
