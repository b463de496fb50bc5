// SPDX-License-Identifier: Apache-2.0
// The same months as a table: what the chart shows, in figures, each leading to its rows.
import { useTranslation } from 'react-i18next';
import { formatMoney } from '@/base/format';
import { locale } from '@/base/i18n/i18n';
import { foreseen, type MonthAmounts } from './forecast';
import css from './Forecast.module.css';

export function stepLabel(month: string, style: 'short' | 'long' = 'short'): string {
  if (month.length === 4) return month;
  const day = new Date(`${month}-01T00:00:00`);
  return new Intl.DateTimeFormat(locale(), {
    month: style,
    year:
      style === 'long' || day.getFullYear() !== new Date().getFullYear()
        ? style === 'long'
          ? 'numeric'
          : '2-digit'
        : undefined,
  }).format(day);
}

export function MonthTable({
  months,
  currency,
  hrefOf,
}: {
  months: MonthAmounts[];
  currency: string;
  hrefOf: (month: string, won: boolean) => string;
}) {
  const { t } = useTranslation();
  const money = (amount: string) =>
    formatMoney({ amount, currency }, { symbol: false, round: true });
  return (
    <div className={css.monthTable}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('forecast:month')}</th>
            <th scope="col">{t('forecast:won')}</th>
            <th scope="col">{t('forecast:weighted')}</th>
            <th scope="col">{t('forecast:forecast')}</th>
          </tr>
        </thead>
        <tbody>
          {months.map((entry) => (
            <tr key={entry.month}>
              <th scope="row">{stepLabel(entry.month, 'long')}</th>
              <td>
                <a href={hrefOf(entry.month, true)}>{money(entry.won)}</a>
              </td>
              <td>
                <a href={hrefOf(entry.month, false)}>{money(entry.weighted)}</a>
              </td>
              <td>{money(foreseen(entry))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
