// SPDX-License-Identifier: Apache-2.0
// Figures and moments as components: `Money`, `Amount`, `When`. No page formats by itself.
import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  formatDate,
  formatMoment,
  formatMoney,
  formatNumber,
  formatRelative,
  type MoneyValue,
} from './format';

export function Money({
  value,
  symbol,
  round,
}: {
  value: MoneyValue | null | undefined;
  symbol?: boolean;
  round?: boolean;
}) {
  const { t } = useTranslation();
  if (!value) return <span aria-label={t('base:noValue')}>–</span>;
  return <span className="figures">{formatMoney(value, { symbol, round })}</span>;
}

// A plain figure; unknown is a dash that is read as «sin dato», zero is 0.
export function Amount({
  value,
  digits,
}: {
  value: number | string | null | undefined;
  digits?: number;
}) {
  const { t } = useTranslation();
  if (value === null || value === undefined) return <span aria-label={t('base:noValue')}>–</span>;
  return <span className="figures">{formatNumber(value, digits)}</span>;
}

// A moment, relative up to yesterday, with the full date as tooltip; or a day (`YYYY-MM-DD`).
export function When({ value }: { value: string | null | undefined }) {
  const { t } = useTranslation();
  if (!value) return <span aria-label={t('base:noValue')}>–</span>;
  if (value.length === 10)
    return (
      <time dateTime={value} className="figures">
        {formatDate(value)}
      </time>
    );
  return (
    <Tooltip label={formatMoment(value)}>
      <time dateTime={value} className="figures">
        {formatRelative(value)}
      </time>
    </Tooltip>
  );
}
