// SPDX-License-Identifier: Apache-2.0
// What is open, by stage: the whole amount, and within it what its probability leaves.
import { useTranslation } from 'react-i18next';
import { formatMoney, formatNumber, formatShare } from '@/base/format';
import { type Forecast } from './forecast';
import css from './Forecast.module.css';

export function StageBars({
  forecast,
  hrefOf,
}: {
  forecast: Forecast;
  hrefOf: (stage: string) => string;
}) {
  const { t } = useTranslation();
  const { total, currency } = forecast;
  const open = forecast.stages.filter((stage) => stage.kind === 'open');
  const entries = open.map((stage) => ({
    stage,
    sum: total.stages.find((entry) => entry.stage_id === stage.id) ?? {
      stage_id: stage.id,
      count: 0,
      amount: '0',
      weighted: '0',
    },
  }));
  const most = Math.max(1, ...entries.map(({ sum }) => Number(sum.amount)));
  return (
    <aside className={css.side} aria-label={t('forecast:openByStage')}>
      <h2>{t('forecast:openByStage')}</h2>
      <p className={css.hint}>
        {t('forecast:openHint', {
          amount: formatMoney({ amount: total.open, currency }, { round: true }),
        })}
      </p>
      <ul>
        {entries.map(({ stage, sum }) => (
          <li key={stage.id}>
            <a href={hrefOf(stage.id)} className={css.bar}>
              <span className={css.barName}>
                {stage.name}{' '}
                <small>
                  {t('forecast:stageDetail', {
                    count: sum.count,
                    shown: formatNumber(sum.count),
                    share: formatShare(stage.probability / 100),
                  })}
                </small>
              </span>
              <span className="figures">
                {formatMoney({ amount: sum.amount, currency }, { round: true })}
              </span>
              <span className={css.track} aria-hidden>
                <i style={{ width: `${(100 * Number(sum.amount)) / most}%` }} />
                <b style={{ width: `${(100 * Number(sum.weighted)) / most}%` }} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </aside>
  );
}
