// SPDX-License-Identifier: Apache-2.0
// My funnel: what is open by stage, in the currency that weighs most; other currencies in their own
// line. Who does not see amounts gets the counts.
import { useTranslation } from 'react-i18next';
import { createHref, listHref } from '@/base/address';
import { formatMoney, formatNumber, type MoneyValue } from '@/base/format';
import { Skeleton } from '@/base/State';
import type { Funnel } from './useToday';
import css from './HomePage.module.css';

const amountIn = (totals: MoneyValue[], currency: string) =>
  Number(totals.find((money) => money.currency === currency)?.amount ?? 0);

const moneys = (totals: MoneyValue[]) =>
  totals.map((money) => formatMoney(money, { round: true })).join(' · ');

function Stages({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation();
  const main = funnel.totals[0]?.currency ?? '';
  const weightOf = (stage: Funnel['stages'][number]) =>
    funnel.counted ? stage.count : amountIn(stage.totals, main);
  const most = Math.max(1, ...funnel.stages.map(weightOf));
  const whose = funnel.mine ? ' and owner_id eq clientela.me()' : '';
  return (
    <ul className={css.funnel}>
      {funnel.stages.map((stage, index) => (
        <li key={stage.id}>
          <a
            href={listHref('opportunities', {
              filter: `status eq 'open' and stage_id eq '${stage.id}'${whose}`,
            })}
          >
            <span className={css.stage} title={stage.name}>
              {stage.name}
            </span>
            <span className={css.track} aria-hidden>
              <i
                style={{
                  width: `${(100 * weightOf(stage)) / most}%`,
                  opacity: 0.45 + (0.55 * (index + 1)) / funnel.stages.length,
                }}
              />
            </span>
            <span className={css.amounts}>
              {stage.totals.length > 0
                ? stage.totals.map((money) => (
                    <span key={money.currency}>{formatMoney(money, { round: true })}</span>
                  ))
                : t(funnel.counted ? 'home:openCount' : 'home:withoutAmount', {
                    count: stage.count,
                    shown: formatNumber(stage.count),
                  })}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

export function FunnelBlock({ funnel }: { funnel: Funnel | undefined }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="funnel">
      <div className={css.blockHead}>
        <h3 id="funnel">{t(funnel && !funnel.mine ? 'home:funnelAll' : 'home:funnel')}</h3>
        <strong className="figures">{funnel && moneys(funnel.totals)}</strong>
      </div>
      {!funnel ? (
        <Skeleton rows={4} height={30} />
      ) : funnel.stages.length === 0 ? (
        <div className={css.nothing}>
          <p>{t('home:funnelEmpty')}</p>
          <a href={createHref('opportunities')}>{t('home:newOpportunity')}</a>
        </div>
      ) : (
        <>
          <Stages funnel={funnel} />
          {funnel.weighted.length > 0 && (
            <p className={css.hint}>{t('home:weighted', { amount: moneys(funnel.weighted) })}</p>
          )}
        </>
      )}
    </section>
  );
}
