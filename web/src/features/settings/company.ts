// SPDX-License-Identifier: Apache-2.0
// The settings of the company and the dated rates of its currencies.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch } from '@/api/client';
import { whileSaving } from '@/api/saving';

export interface Company {
  name: string;
  currency: string;
  currencies: string[];
  zone: string;
  formats: string;
  fiscal_year_start: number;
  formats_offered: string[];
}

const kKey = ['company'];

export const useCompany = () =>
  useQuery({ queryKey: kKey, queryFn: () => get<Company>('api/v1/company') });

export function useSaveCompany() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (changes: Partial<Company>) =>
      whileSaving(patch<Company>('api/v1/company', changes)),
    onSuccess: async (company) => {
      cache.setQueryData(kKey, company);
      await cache.invalidateQueries({ queryKey: ['me'] });
    },
  });
}

// «Español (México)»; the bare code where the browser knows no name.
export function formatsName(formats: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'language', languageDisplay: 'standard' }).of(
    formats,
  )!;
}

export function currencyName(code: string, language: string): string {
  const name = new Intl.DisplayNames(language, { type: 'currency' }).of(code) ?? code;
  return name === code ? code : `${code} · ${name}`;
}

export const monthName = (month: number, language: string) =>
  new Intl.DateTimeFormat(language, { month: 'long' }).format(new Date(2026, month - 1, 1));

const all = (kind: 'timeZone' | 'currency') =>
  (Intl as unknown as { supportedValuesOf?: (kind: string) => string[] }).supportedValuesOf?.(
    kind,
  ) ?? [];
export const allZones = () => all('timeZone');
export const allCurrencies = () => all('currency');

// How figures, money and moments look in given formats, before they are saved.
export function formatsSample(formats: string, currency: string, zone: string): string[] {
  const moment = new Date('2026-11-24T16:42:00Z');
  return [
    new Intl.NumberFormat(formats, { useGrouping: 'always' } as Intl.NumberFormatOptions).format(
      12427.5,
    ),
    new Intl.NumberFormat(formats, {
      style: 'currency',
      currency,
      useGrouping: 'always',
    } as Intl.NumberFormatOptions).format(1200.5),
    new Intl.DateTimeFormat(formats, { dateStyle: 'medium', timeZone: zone }).format(moment),
    new Intl.DateTimeFormat(formats, { timeStyle: 'short', timeZone: zone }).format(moment),
  ];
}
