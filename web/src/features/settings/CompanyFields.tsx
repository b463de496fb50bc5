// SPDX-License-Identifier: Apache-2.0
// The fields of the company by what they decide: money, calendar, formats.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '@/base/i18n/i18n';
import {
  allCurrencies,
  allZones,
  currencyName,
  formatsName,
  formatsSample,
  monthName,
  type Company,
} from './company';
import inputs from '@/records/value/Value.module.css';
import css from './Settings.module.css';

interface FieldProps {
  name: string;
  label: string;
  help?: string;
  error?: string;
}

function Field({
  name,
  label,
  help,
  error,
  children,
}: FieldProps & { children: (describedBy: string | undefined) => ReactNode }) {
  const describedBy =
    [error && `${name}-error`, help && `${name}-help`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={css.field}>
      <label htmlFor={name}>{label}</label>
      {children(describedBy)}
      {help && (
        <span id={`${name}-help`} className={css.help}>
          {help}
        </span>
      )}
      {error && (
        <span id={`${name}-error`} className={css.error} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

function SelectField({
  value,
  choose,
  children,
  ...field
}: FieldProps & { value: string | number; choose: (value: string) => void; children: ReactNode }) {
  return (
    <Field {...field}>
      {(describedBy) => (
        <select
          id={field.name}
          className={inputs.input}
          value={value}
          aria-describedby={describedBy}
          onChange={(event) => choose(event.target.value)}
        >
          {children}
        </select>
      )}
    </Field>
  );
}

export interface CompanyDraft {
  draft: Company;
  change: (next: Partial<Company>) => void;
  errorOf: (name: string) => string | undefined;
}

export function NameField({ draft, change, errorOf }: CompanyDraft) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t('settings:company')}</legend>
      <Field name="name" label={t('settings:name')} error={errorOf('name')}>
        {(describedBy) => (
          <input
            id="name"
            className={inputs.input}
            value={draft.name}
            aria-describedby={describedBy}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}

function FurtherCurrencies({ draft, change }: CompanyDraft) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const further = draft.currencies.filter((code) => code !== draft.currency);
  const offered = allCurrencies().filter((code) => !draft.currencies.includes(code));
  return (
    <div className={css.field}>
      <span id="currencies-label" className={css.label}>
        {t('settings:currencies')}
      </span>
      <ul className={css.chips} aria-labelledby="currencies-label">
        {further.map((code) => (
          <li key={code}>
            {currencyName(code, language)}
            <button
              type="button"
              aria-label={t('settings:dropCurrency', { code })}
              onClick={() =>
                change({ currencies: draft.currencies.filter((other) => other !== code) })
              }
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <select
        className={inputs.input}
        aria-label={t('settings:addCurrency')}
        value=""
        onChange={(event) => change({ currencies: [...draft.currencies, event.target.value] })}
      >
        <option value="">{t('settings:addCurrency')}</option>
        {offered.map((code) => (
          <option key={code} value={code}>
            {currencyName(code, language)}
          </option>
        ))}
      </select>
      <span className={css.help}>{t('settings:currenciesHelp')}</span>
    </div>
  );
}

export function MoneyFields(props: CompanyDraft) {
  const { draft, change, errorOf } = props;
  const { t } = useTranslation();
  const language = currentLanguage();
  const currencies = [...new Set([draft.currency, ...draft.currencies, ...allCurrencies()])];
  return (
    <fieldset>
      <legend>{t('settings:money')}</legend>
      <SelectField
        name="currency"
        label={t('settings:currency')}
        help={t('settings:currencyHelp')}
        error={errorOf('currency')}
        value={draft.currency}
        choose={(currency) => change({ currency })}
      >
        {currencies.map((code) => (
          <option key={code} value={code}>
            {currencyName(code, language)}
          </option>
        ))}
      </SelectField>
      <FurtherCurrencies {...props} />
    </fieldset>
  );
}

export function CalendarFields({ draft, change, errorOf }: CompanyDraft) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const zones = allZones();
  return (
    <fieldset>
      <legend>{t('settings:calendar')}</legend>
      <SelectField
        name="zone"
        label={t('settings:zone')}
        help={t('settings:zoneHelp')}
        error={errorOf('zone')}
        value={draft.zone}
        choose={(zone) => change({ zone })}
      >
        {(zones.includes(draft.zone) ? zones : [draft.zone, ...zones]).map((zone) => (
          <option key={zone} value={zone} translate="no">
            {zone.replace(/_/g, ' ')}
          </option>
        ))}
      </SelectField>
      <SelectField
        name="fiscal"
        label={t('settings:fiscalYear')}
        help={t('settings:fiscalYearHelp')}
        value={draft.fiscal_year_start}
        choose={(month) => change({ fiscal_year_start: Number(month) })}
      >
        {Array.from({ length: 12 }, (_, index) => (
          <option key={index} value={index + 1}>
            {monthName(index + 1, language)}
          </option>
        ))}
      </SelectField>
    </fieldset>
  );
}

export function FormatFields({ draft, change, errorOf }: CompanyDraft) {
  const { t } = useTranslation();
  const language = currentLanguage();
  return (
    <fieldset>
      <legend>{t('settings:formats')}</legend>
      <SelectField
        name="formats"
        label={t('settings:formatsOf')}
        help={t('settings:formatsHelp')}
        error={errorOf('formats')}
        value={draft.formats}
        choose={(formats) => change({ formats })}
      >
        {draft.formats_offered.map((code) => (
          <option key={code} value={code}>
            {formatsName(code, language)}
          </option>
        ))}
      </SelectField>
      <p className={css.sample} aria-live="polite" translate="no">
        {formatsSample(draft.formats, draft.currency, draft.zone).map((text) => (
          <span key={text} className="figures">
            {text}
          </span>
        ))}
      </p>
    </fieldset>
  );
}
