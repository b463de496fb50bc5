// SPDX-License-Identifier: Apache-2.0
// What is won and weighted month by month, as a chart or as a table, under the finding of it.
import { Suspense, lazy, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listHref, useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { formatMoney } from '@/base/format';
import { IconChartBar, IconTable } from '@/base/icons';
import {
  foreseen,
  inSteps,
  rowsBehind,
  type Forecast,
  type ForecastQuery,
  type MonthAmounts,
} from './forecast';
import { MonthTable, stepLabel } from './MonthTable';
import css from './Forecast.module.css';

const MonthChart = lazy(() =>
  import('./MonthChart').then((module) => ({ default: module.MonthChart })),
);

// The rows behind one step, which is a month or a year.
function stepHref(forecast: Forecast, query: ForecastQuery, step: string, won: boolean) {
  const [year, number] = step.split('-').map(Number) as [number, number | undefined];
  const from = number ? `${step}-01` : `${step}-01-01`;
  const to = number
    ? `${step}-${String(new Date(year, number, 0).getDate()).padStart(2, '0')}`
    : `${step}-12-31`;
  return listHref('opportunities', {
    filter: rowsBehind(forecast, { ...query, from, to }, undefined, won ? 'won' : 'weighted'),
  });
}

const bestOf = (months: MonthAmounts[]) =>
  months.reduce(
    (top, entry) => (Number(foreseen(entry)) > Number(foreseen(top)) ? entry : top),
    months[0]!,
  );

function Head({ finding, table, toggle }: { finding: string; table: boolean; toggle: () => void }) {
  const { t } = useTranslation();
  return (
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
      <Button small kind="quiet" icon={table ? IconChartBar : IconTable} onClick={toggle}>
        {t(table ? 'forecast:asChart' : 'forecast:asTable')}
      </Button>
    </div>
  );
}

export function MonthSection({ forecast, query }: { forecast: Forecast; query: ForecastQuery }) {
  const { t } = useTranslation();
  const go = useGo();
  const [table, setTable] = useState(false);
  const months = useMemo(() => inSteps(forecast.by_month), [forecast.by_month]);
  if (months.length === 0) return null;
  const { currency } = forecast;
  const hrefOf = (step: string, won: boolean) => stepHref(forecast, query, step, won);
  const best = bestOf(months);
  const finding = t('forecast:finding', {
    month: stepLabel(best.month, 'long'),
    amount: formatMoney({ amount: foreseen(best), currency }, { round: true }),
  });
  return (
    <>
      <Head finding={finding} table={table} toggle={() => setTable(!table)} />
      {table ? (
        <MonthTable months={months} currency={currency} hrefOf={hrefOf} />
      ) : (
        <Suspense fallback={<div className={css.chart} />}>
          <MonthChart
            months={months}
            currency={currency}
            describe={finding}
            pick={(step, won) => go(hrefOf(step, won))}
          />
        </Suspense>
      )}
    </>
  );
}
