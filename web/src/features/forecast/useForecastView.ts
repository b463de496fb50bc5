// SPDX-License-Identifier: Apache-2.0
// Which forecast the address asks for, and that forecast. Without a period in the address it is
// this quarter's, or the whole one when the quarter holds nothing.
import { useMemo } from 'react';
import { useFewRecords } from '@/api/records';
import { useAddress } from '@/base/address';
import { today as companyToday } from '@/base/periods';
import { isEmpty, useForecast, type ForecastQuery } from './forecast';
import { kPeriods, spanOf, type PeriodName } from './periods';

function usePipelineChoices() {
  const { data, error, refetch } = useFewRecords('pipelines', {
    filter: 'active eq true',
    top: 50,
  });
  const choices = (data?.value ?? [])
    .map((record) => ({
      value: record.id,
      label: String(record.name),
      first: record.is_default === true,
    }))
    .sort((a, b) => Number(b.first) - Number(a.first));
  return { choices, ready: data !== undefined, error, refetch };
}

export function useForecastView() {
  const { search } = useAddress();
  const { choices, ready, error: noPipelines, refetch: again } = usePipelineChoices();
  const chosen = choices.find(({ value }) => value === search.pipeline) ?? choices[0];
  const pipeline = chosen?.value;
  const today = useMemo(() => companyToday(), []);
  const queryOf = (period: PeriodName): ForecastQuery => ({
    pipeline: pipeline ?? '',
    currency: search.currency,
    ...spanOf(period, today),
  });
  const asked = kPeriods.find((name) => name === search.period);
  const probe = useForecast(queryOf('quarter'), Boolean(pipeline) && !asked);
  const period: PeriodName | undefined =
    asked ?? (probe.data ? (isEmpty(probe.data) ? 'all' : 'quarter') : undefined);
  const query = queryOf(period ?? 'quarter');
  const { data: forecast, error, refetch } = useForecast(query, Boolean(pipeline && period));
  return {
    pipelines: choices,
    pipeline,
    ready,
    today,
    period,
    query,
    forecast,
    failure: noPipelines ?? error ?? probe.error,
    retry: () => void (noPipelines ? again() : asked ? refetch() : probe.refetch()),
  };
}

export type ForecastView = ReturnType<typeof useForecastView>;
