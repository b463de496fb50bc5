// SPDX-License-Identifier: Apache-2.0
// The forecast of a pipeline: one sentence, the months, what is open by stage, and the tree of
// territories, teams and people. It changes by itself.
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useMe } from '@/api/session';
import { listHref, useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { Dot } from '@/base/Chip';
import { formatDate, formatMoment, formatMoney, formatNumber } from '@/base/format';
import { locale } from '@/base/i18n/i18n';
import { IconCalendar, IconChartBar, IconCoins, IconFilter } from '@/base/icons';
import { Empty, Failure, Skeleton } from '@/base/State';
import { PageBar } from '@/ui/PageBar';
import { PickMenu } from '@/ui/PickMenu';
import {
  foreseen,
  isEmpty,
  rowsBehind,
  type Column,
  type Forecast,
  type ForecastQuery,
} from './forecast';
import { ForecastTree } from './ForecastTree';
import { MonthSection } from './MonthSection';
import { kPeriods, type PeriodName } from './periods';
import { StageBars } from './StageBars';
import { useForecastView, type ForecastView } from './useForecastView';
import { useLive } from './useLive';
import css from './Forecast.module.css';

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

function ViewPicks({ view }: { view: ForecastView }) {
  const { t } = useTranslation();
  const { change } = useAddress();
  const { pipelines, pipeline, forecast, period } = view;
  return (
    <>
      {pipelines.length > 1 && (
        <PickMenu
          label={t('forecast:pipeline')}
          icon={IconFilter}
          value={pipeline!}
          choices={pipelines}
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
    </>
  );
}

export function ForecastPage() {
  const { t } = useTranslation();
  const view = useForecastView();
  const { forecast, period, today } = view;
  const asOf = forecast && t('forecast:asOf', { when: formatMoment(forecast.as_of) });
  return (
    <>
      <PageBar title={t('forecast:title')} remark={period && periodName(period, today, t)}>
        {forecast && (
          <span className={css.live} title={asOf}>
            <Dot tone="ok">{t('forecast:live')}</Dot>
          </span>
        )}
        <ViewPicks view={view} />
      </PageBar>
      <Answer view={view} />
    </>
  );
}

function Answer({ view }: { view: ForecastView }) {
  const { t } = useTranslation();
  const { pipeline, ready, forecast, failure, retry, query } = view;
  if (failure && !forecast)
    return (
      <Failure
        text={t('forecast:failed')}
        code={failure instanceof ApiError ? failure.trace : undefined}
        retry={retry}
      />
    );
  if (ready && !pipeline) return <Empty title={t('forecast:noPipeline')} />;
  if (!forecast) return <Skeleton rows={10} />;
  const period = view.period!;
  if (isEmpty(forecast))
    return <NothingForeseen period={period} name={periodName(period, view.today, t)} />;
  return <Loaded forecast={forecast} query={query} period={period} />;
}

function NothingForeseen({ period, name }: { period: PeriodName; name: string }) {
  const { t } = useTranslation();
  const { change } = useAddress();
  return (
    <Empty icon={IconChartBar} title={t('forecast:empty', { period: name })}>
      {period !== 'all' && (
        <Button onClick={() => change({ period: 'all' })}>{t('forecast:seeAll')}</Button>
      )}
      <a href="#/opportunities">{t('forecast:toOpportunities')}</a>
    </Empty>
  );
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
  const me = useMe();
  const live = useLive(forecast, JSON.stringify(query));
  const hrefOf = (scope: string | undefined, column: Column) =>
    listHref('opportunities', { filter: rowsBehind(forecast, query, scope, column) });
  const time = new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' });

  return (
    <div className={css.page}>
      <div className={css.top}>
        <section className={css.main} aria-label={t('forecast:byMonth')}>
          <Sentence forecast={forecast} query={query} />
          <MonthSection forecast={forecast} query={query} />
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
          when: `${formatDate(forecast.as_of)}, ${time.format(new Date(forecast.as_of))}`,
        })}
      </p>
    </div>
  );
}
