// SPDX-License-Identifier: Apache-2.0
// What each further currency is worth, from which day; a new rate never changes an older one.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, reasonOf } from '@/api/client';
import { useCreate, useFewRecords } from '@/api/records';
import { listHref } from '@/base/address';
import { Button } from '@/base/Button';
import { formatDate, formatNumber } from '@/base/format';
import { dayText, today } from '@/base/periods';
import { Failure } from '@/base/State';
import { useUnsaved } from '@/base/unsaved';
import { DayInput } from '@/records/value/DateInput';
import type { Company } from './company';
import inputs from '@/records/value/Value.module.css';
import css from './Settings.module.css';

function NewRate({ company, further }: { company: Company; further: string[] }) {
  const { t } = useTranslation();
  const create = useCreate('exchange_rates');
  const [currency, setCurrency] = useState(further[0]!);
  const [rate, setRate] = useState('');
  const [from, setFrom] = useState(() => dayText(today()));
  const number = rate.trim().replace(',', '.');
  const valid = /^\d+(\.\d{1,8})?$/.test(number) && Number(number) > 0 && from !== '';
  useUnsaved(rate.trim());
  const submit = () =>
    create.mutate(
      { currency, quote: company.currency, rate: Number(number), valid_from: from },
      { onSuccess: () => setRate('') },
    );
  return (
    <form
      className={css.newRate}
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) submit();
      }}
    >
      <label>
        {t('settings:rateOf')}
        <select
          className={inputs.input}
          value={currency}
          onChange={(event) => setCurrency(event.target.value)}
        >
          {further.map((code) => (
            <option key={code}>{code}</option>
          ))}
        </select>
      </label>
      <label>
        {t('settings:rate', { currency: company.currency })}
        <input
          className={inputs.input}
          inputMode="decimal"
          value={rate}
          onChange={(event) => setRate(event.target.value)}
        />
      </label>
      <label>
        {t('settings:validFrom')}
        <DayInput className={inputs.input} value={from} change={setFrom} />
      </label>
      <Button type="submit" disabled={!valid} busy={create.isPending}>
        {t('settings:addRate')}
      </Button>
      {create.error instanceof ApiError && (
        <p className={css.error} role="alert">
          {reasonOf(create.error, '')}
        </p>
      )}
    </form>
  );
}

export function Rates({ company }: { company: Company }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useFewRecords('exchange_rates', {
    filter: `quote eq '${company.currency}'`,
    orderby: 'valid_from desc',
    top: 12,
  });
  const further = company.currencies.filter((code) => code !== company.currency);
  return (
    <section className={css.rates} aria-labelledby="rates-title">
      <h2 id="rates-title">{t('settings:rates')}</h2>
      <p className={css.help}>{t('settings:ratesHelp')}</p>
      {error && <Failure text={t('settings:failed')} retry={() => void refetch()} />}
      {data && data.value.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('settings:rateOf')}</th>
              <th scope="col" data-end>
                {t('settings:rate', { currency: company.currency })}
              </th>
              <th scope="col">{t('settings:validFrom')}</th>
            </tr>
          </thead>
          <tbody>
            {data.value.map((rate) => (
              <tr key={rate.id}>
                <th scope="row">{String(rate.currency)}</th>
                <td data-end className="figures">
                  {formatNumber(Number(rate.rate))}
                </td>
                <td>{formatDate(String(rate.valid_from), { year: 'always' })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data && data.value.length === 0 && <p>{t('settings:noRates')}</p>}
      {further.length > 0 ? (
        <NewRate key={further.join()} company={company} further={further} />
      ) : (
        <p className={css.help}>{t('settings:noFurther')}</p>
      )}
      <a href={listHref('exchange_rates')}>{t('settings:allRates')}</a>
    </section>
  );
}
