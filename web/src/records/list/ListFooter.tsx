// SPDX-License-Identifier: Apache-2.0
// How many there are in all, and the sums of the money columns over the whole query, per currency.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '@/api/client';
import type { ObjectDefinition } from '@/api/types';
import { formatMoney, formatNumber } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { fieldOf, inSentence, manyLabel, oneLabel } from '../fields';
import css from './ListFooter.module.css';

interface Sum {
  currency: string;
  total: string;
}

function useSums(
  object: ObjectDefinition,
  field: string | undefined,
  filter: string,
  enabled: boolean,
) {
  return useQuery({
    queryKey: ['records', object.name, 'sum', field, filter],
    queryFn: async ({ signal }) => {
      const apply = `${filter ? `filter(${filter})/` : ''}groupby((${field}/currency),aggregate(${field}/amount with sum as total))`;
      const { value } = await get<{ value: Record<string, unknown>[] }>(
        `api/v1/${object.name}?$apply=${encodeURIComponent(apply)}`,
        { signal },
      );
      return value.flatMap((row): Sum[] => {
        const money = row[field!] as { currency?: string } | undefined;
        const currency = money?.currency ?? (row.currency as string | undefined);
        return currency && row.total !== null && row.total !== undefined
          ? [{ currency, total: String(row.total) }]
          : [];
      });
    },
    enabled: enabled && field !== undefined,
    retry: false,
  });
}

interface ListFooterProps {
  object: ObjectDefinition;
  columns: string[];
  filter: string;
  searching: boolean;
  loaded: number;
  complete: boolean;
  total: number | undefined;
}

export function ListFooter({
  object,
  columns,
  filter,
  searching,
  loaded,
  complete,
  total,
}: ListFooterProps) {
  const { t } = useTranslation();
  const money = columns
    .map((name) => fieldOf(object, name))
    .find((field) => field?.type === 'money');
  const { data } = useSums(object, money?.name, filter, !searching);
  const sums = searching ? undefined : data; // fetched for the whole list it is not of the search
  const count = total ?? (complete ? loaded : undefined);
  const things = inSentence(count === 1 ? oneLabel(object) : manyLabel(object));
  return (
    <footer className={css.footer}>
      <span role="status">
        <strong className="figures">
          {count === undefined ? `${formatNumber(loaded)}+` : formatNumber(count)}
        </strong>{' '}
        {things}
      </span>
      {sums && sums.length > 0 && (
        <span className={css.sum}>
          {t('list:sumOf', { field: inSentence(labelOf(money!.label)) })}{' '}
          {sums.slice(0, 3).map((sum) => (
            <strong key={sum.currency} className="figures">
              {formatMoney({ amount: sum.total, currency: sum.currency }, { round: true })}
            </strong>
          ))}
        </span>
      )}
    </footer>
  );
}
