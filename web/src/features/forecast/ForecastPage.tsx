// SPDX-License-Identifier: Apache-2.0
// The forecast of a pipeline: one sentence, the months, what is open by stage, and the tree of
// territories, teams and people. It changes by itself.
import { Suspense, lazy, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useFewRecords } from '@/api/records';
import { useMe } from '@/api/session';
import { listHref, useAddress, useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { Dot } from '@/base/Chip';
import { formatDate, formatMoment, formatMoney, formatNumber } from '@/base/format';
import { locale } from '@/base/i18n/i18n';
import { IconCalendar, IconChartBar, IconCoins, IconFilter, IconTable } from '@/base/icons';
import { Empty, Failure, Skeleton } from '@/base/State';
import { PageBar } from '@/ui/PageBar';
import { PickMenu } from '@/ui/PickMenu';
import {
  foreseen,
  inSteps,
  isEmpty,
  rowsBehind,
  useForecast,
  type Column,
  type Forecast,
  type ForecastQuery,
} from './forecast';
import { ForecastTree } from './ForecastTree';
import { MonthTable, stepLabel } from './MonthTable';
import { today as companyToday } from '@/base/periods';
import { kPeriods, spanOf, type PeriodName } from './periods';
import { StageBars } from './StageBars';
import { useLive } from './useLive';
import css from './Forecast.module.css';

const MonthChart = lazy(() =>
  import('./MonthChart').then((module) => ({ default: module.MonthChart })),
);

export function ForecastPage() {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const {
    data: pipelines,
    error: noPipelines,
    refetch: again,
  } = useFewRecords('pipelines', { filter: 'active eq true', top: 50 });
  const choices = (pipelines?.value ?? [])
    .map((record) => ({
      value: record.id,
      label: String(record.name),
      first: record.is_default === true,
    }))
    .sort((a, b) => Number(b.first) - Number(a.first));
  const pipeline =
    choices.find(({ value }) => value === search.pipeline)?.value ?? choices[0]?.value;
  const today = useMemo(() => companyToday(), []);
  const asked = kPeriods.find((name) => name === search.period);
  const probe = useForecast(
    { pipeline: pipeline ?? '', currency: search.currency, ...spanOf('quarter', today) },
    Boolean(pipeline) && !asked,
  );
  const period: PeriodName | undefined =
    asked ?? (probe.data ? (isEmpty(probe.data) ? 'all' : 'quarter') : undefined);
  const query: ForecastQuery = {
    pipeline: pipeline ?? '',
    currency: search.currency,
    ...spanOf(period ?? 'quarter', today),
  };
  const { data: forecast, error, refetch } = useForecast(query, Boolean(pipeline && period));
  const failure = noPipelines ?? error ?? probe.error;

  return (
    <>
      <PageBar title={t('forecast:title')} remark={period && periodName(period, today, t)}>
        {forecast && (
          <span
            className={css.live}
            title={t('forecast:asOf', { when: formatMoment(forecast.as_of) })}
          >
            <Dot tone="ok">{t('forecast:live')}</Dot>
          </span>
        )}
        {choices.length > 1 && (
          <PickMenu
            label={t('forecast:pipeline')}
            icon={IconFilter}
            value={pipeline!}
            choices={choices}
            choose={(value) => change({ pipeline: value })}
          />
        )}
        {forecast && forecast.currencies.length > 1 && (
          <PickMenu
            label={t('forecast:currency')}
            icon={IconCoins}
            value={forecast.currency}
            choices={forecast.currencies.map((code) => ({ value: code, label: code }))}
            choose={(value) => change({ currency: value })}
          />
        )}
        {period && (
          <PickMenu<PeriodName>
            label={t('forecast:period')}
            icon={IconCalendar}
            value={period}
            choices={kPeriods.map((name) => ({ value: name, label: t(`forecast:period.${name}`) }))}
            choose={(value) => change({ period: value })}
          />
        )}
      </PageBar>
      {failure && !forecast ? (
        <Failure
          text={t('forecast:failed')}
          code={failure instanceof ApiError ? failure.trace : undefined}
          retry={() => void (noPipelines ? again() : asked ? refetch() : probe.refetch())}
        />
      ) : pipelines && !pipeline ? (
        <Empty title={t('forecast:noPipeline')} />
      ) : !forecast ? (
        <Skeleton rows={10} />
      ) : isEmpty(forecast) ? (
        <Empty
          icon={IconChartBar}
          title={t('forecast:empty', { period: periodName(period!, today, t) })}
        >
          {period !== 'all' && (
            <Button onClick={() => change({ period: 'all' })}>{t('forecast:seeAll')}</Button>
          )}
          <a href="#/opportunities">{t('forecast:toOpportunities')}</a>
        </Empty>
      ) : (
        <Loaded forecast={forecast} query={query} period={period!} />
      )}
    </>
  );
}

function periodName(
  period: PeriodName,
  today: Date,
  t: (key: string, values?: Record<string, unknown>) => string,
): string {
  if (period === 'all') return t('forecast:period.all');
  if (period === 'year') return String(today.getFullYear());
  if (period === 'month')
    return new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric' }).format(today);
  return t('forecast:quarterName', {
    number: Math.floor(today.getMonth() / 3) + 1,
    year: today.getFullYear(),
  });
}

function Sentence({ forecast, query }: { forecast: Forecast; query: ForecastQuery }) {
  const { t } = useTranslation();
  const { total, currency } = forecast;
  const money = (amount: string) => formatMoney({ amount, currency }, { round: true });
  const lastDay =
    query.to &&
    new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long' }).format(
      new Date(`${query.to}T00:00:00`),
    );
  return (
    <div className={css.answer}>
      <p>
        <strong className={css.display}>{money(foreseen(total))}</strong>{' '}
        {lastDay ? t('forecast:until', { day: lastDay }) : t('forecast:overall')}
      </p>
      <p className={css.evidence}>
        {t('forecast:wonPart', {
          count: total.won_count,
          amount: money(total.won),
          shown: formatNumber(total.won_count),
        })}{' '}
        {t('forecast:openPart', {
          count: total.open_count,
          amount: money(total.weighted),
          whole: money(total.open),
          shown: formatNumber(total.open_count),
        })}
      </p>
    </div>
  );
}

function Loaded({
  forecast,
  query,
  period,
}: {
  forecast: Forecast;
  query: ForecastQuery;
  period: PeriodName;
}) {
  const { t } = useTranslation();
  const go = useGo();
  const me = useMe();
  const [table, setTable] = useState(false);
  const live = useLive(forecast, JSON.stringify(query));
  const months = useMemo(() => inSteps(forecast.by_month), [forecast.by_month]);
  const { currency } = forecast;
  const hrefOf = (scope: string | undefined, column: Column) =>
    listHref('opportunities', { filter: rowsBehind(forecast, query, scope, column) });
  const monthHref = (month: string, won: boolean) => {
    const [year, number] = month.split('-').map(Number) as [number, number | undefined];
    const from = number ? `${month}-01` : `${month}-01-01`;
    const to = number
      ? `${month}-${String(new Date(year, number, 0).getDate()).padStart(2, '0')}`
      : `${month}-12-31`;
    return listHref('opportunities', {
      filter: rowsBehind(forecast, { ...query, from, to }, undefined, won ? 'won' : 'weighted'),
    });
  };
  const best = months.reduce(
    (top, entry) => (Number(foreseen(entry)) > Number(foreseen(top)) ? entry : top),
    months[0]!,
  );
  const finding =
    months.length > 0 && best
      ? t('forecast:finding', {
          month: stepLabel(best.month, 'long'),
          amount: formatMoney({ amount: foreseen(best), currency }, { round: true }),
        })
      : '';

  return (
    <div className={css.page}>
      <div className={css.top}>
        <section className={css.main} aria-label={t('forecast:byMonth')}>
          <Sentence forecast={forecast} query={query} />
          {months.length > 0 && (
            <>
              <div className={css.chartHead}>
                <h2>{finding}</h2>
                <ul className={css.legend} aria-hidden>
                  <li>
                    <i data-kind="won" />
                    {t('forecast:won')}
                  </li>
                  <li>
                    <i data-kind="weighted" />
                    {t('forecast:weighted')}
                  </li>
                </ul>
                <Button
                  small
                  kind="quiet"
                  icon={table ? IconChartBar : IconTable}
                  onClick={() => setTable(!table)}
                >
                  {t(table ? 'forecast:asChart' : 'forecast:asTable')}
                </Button>
              </div>
              {table ? (
                <MonthTable months={months} currency={currency} hrefOf={monthHref} />
              ) : (
                <Suspense fallback={<div className={css.chart} />}>
                  <MonthChart
                    months={months}
                    currency={currency}
                    describe={finding}
                    pick={(month, won) => go(monthHref(month, won))}
                  />
                </Suspense>
              )}
            </>
          )}
        </section>
        <StageBars forecast={forecast} hrefOf={(stage) => hrefOf(undefined, { stage })} />
      </div>
      <ForecastTree
        key={`${query.pipeline} ${period}`}
        forecast={forecast}
        company={me.company.name}
        live={live}
        hrefOf={hrefOf}
      />
      <p className={css.note}>
        {t('forecast:note')}{' '}
        {t('forecast:asOf', {
          when: `${formatDate(forecast.as_of)}, ${new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' }).format(new Date(forecast.as_of))}`,
        })}
      </p>
    </div>
  );
}
