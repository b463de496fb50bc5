// SPDX-License-Identifier: Apache-2.0
// The quarter: what is won, and lighter what is open and weighted. Without a goal there is no «of
// how much».
import { useTranslation } from 'react-i18next';
import { formatMoney } from '@/base/format';
import { useQuarter } from './useToday';
import css from './HomePage.module.css';

export function Quarter({ mine, now, ready }: { mine: boolean; now: Date; ready: boolean }) {
  const { t } = useTranslation();
  const quarter = useQuarter(mine, now);
  const currency = quarter?.won[0]?.currency ?? quarter?.weighted[0]?.currency;
  const won = Number(quarter?.won.find((money) => money.currency === currency)?.amount ?? 0);
  const weighted = Number(
    quarter?.weighted.find((money) => money.currency === currency)?.amount ?? 0,
  );
  const whole = won + weighted;
  return (
    <section className={css.quarter} aria-labelledby="quarter">
      <div className={css.blockHead}>
        <h3 id="quarter">{t(mine ? 'home:quarter' : 'home:quarterAll')}</h3>
        {quarter && <span>{t('home:daysLeft', { count: quarter.daysLeft })}</span>}
      </div>
      {!quarter || !ready ? (
        <div className={css.waiting} />
      ) : whole === 0 ? (
        <p className={css.hint}>{t('home:quarterEmpty')}</p>
      ) : (
        <>
          <p className={css.display}>
            {(quarter.won.length > 0 ? quarter.won : [{ amount: '0', currency: currency! }]).map(
              (money) => (
                <span key={money.currency}>{formatMoney(money, { round: true })}</span>
              ),
            )}
          </p>
          <div className={css.quarterTrack} aria-hidden>
            <i style={{ width: `${(100 * won) / whole}%` }} />
            <b style={{ width: `${(100 * weighted) / whole}%` }} />
          </div>
          <ul className={css.legend}>
            <li>
              <i data-kind="won" aria-hidden />
              {t('home:won')}
            </li>
            <li>
              <i data-kind="weighted" aria-hidden />
              {t('home:probable', {
                amount:
                  quarter.weighted
                    .map((money) => formatMoney(money, { round: true }))
                    .join(' · ') || '0',
              })}
            </li>
          </ul>
          <a href="#/forecast">{t('home:toForecast')}</a>
        </>
      )}
    </section>
  );
}
