// SPDX-License-Identifier: Apache-2.0
// Sums that the server makes ($apply): rows of a group with totals per currency. Money of several
// currencies is never added up; sums stay decimal texts.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { MoneyValue } from '@/base/format';
import { get } from './client';

export type AppliedRow = Record<string, unknown>;

export const applyPath = (object: string, apply: string) =>
  `api/v1/${object}?$apply=${encodeURIComponent(apply)}`;

export const appliedQuery = (object: string, apply: string) =>
  queryOptions({
    queryKey: ['records', object, 'applied', apply],
    queryFn: async ({ signal }) =>
      (await get<{ value: AppliedRow[] }>(applyPath(object, apply), { signal })).value,
  });

export function useApplied(object: string, apply: string, enabled = true) {
  return useQuery({
    ...appliedQuery(object, apply),
    placeholderData: keepPreviousData,
    enabled,
  });
}

// A path of a row, whether written flat («amount/currency») or nested.
export function cellOf(row: AppliedRow, path: string): unknown {
  if (path in row) return row[path];
  return path
    .split('/')
    .reduce<unknown>((value, part) => (value as AppliedRow | null | undefined)?.[part], row);
}

export function moneyOf(row: AppliedRow, name: string, currencyPath: string): MoneyValue | null {
  const value = row[name];
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return value as MoneyValue;
  const currency = cellOf(row, currencyPath);
  return typeof currency === 'string' ? { amount: String(value), currency } : null;
}

// Exact addition of decimal texts of the same currency.
export function addDecimals(one: string, other: string): string {
  const digits = Math.max(fraction(one), fraction(other));
  const sum = scaled(one, digits) + scaled(other, digits);
  const text = (sum < 0n ? -sum : sum).toString().padStart(digits + 1, '0');
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return sum < 0n ? `-${whole}` : whole;
}

const fraction = (text: string) => text.split('.')[1]?.length ?? 0;
const scaled = (text: string, digits: number) => {
  const [whole = '0', part = ''] = text.split('.');
  return BigInt(whole + part.padEnd(digits, '0'));
};

// One line per currency, the largest first.
export function sumByCurrency(values: (MoneyValue | null | undefined)[]): MoneyValue[] {
  const sums = new Map<string, string>();
  for (const value of values)
    if (value) sums.set(value.currency, addDecimals(sums.get(value.currency) ?? '0', value.amount));
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount }))
    .sort((a, b) => Number(b.amount) - Number(a.amount));
}
