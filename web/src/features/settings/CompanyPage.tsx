// SPDX-License-Identifier: Apache-2.0
// What holds for the whole company: name, currencies with their dated rates, zone, fiscal year,
// formats.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, reasonOf } from '@/api/client';
import { currentLanguage } from '@/base/i18n/i18n';
import { Button } from '@/base/Button';
import { Failure, Skeleton } from '@/base/State';
import { showToast } from '@/base/toasts';
import { useUnsaved } from '@/base/unsaved';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import {
  allCurrencies,
  allZones,
  currencyName,
  formatsName,
  formatsSample,
  monthName,
  useCompany,
  useSaveCompany,
  type Company,
} from './company';
import { Rates } from './Rates';
import inputs from '@/records/value/Value.module.css';
import css from './Settings.module.css';

const kWithInput = ['name', 'currency', 'zone', 'formats']; // whose faults stand beside them

interface FieldProps {
  name: string;
  label: string;
  help?: string;
  error?: string;
  children: (describedBy: string | undefined) => React.ReactNode;
}

function Field({ name, label, help, error, children }: FieldProps) {
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

function Currencies({
  draft,
  change,
}: {
  draft: Company;
  change: (next: Partial<Company>) => void;
}) {
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

function Form({ company }: { company: Company }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const save = useSaveCompany();
  const [draft, setDraft] = useState(company);
  const change = (next: Partial<Company>) => setDraft({ ...draft, ...next });
  const { formats_offered: offered, ...fields } = draft;
  const changed = JSON.stringify(draft) !== JSON.stringify(company);
  useUnsaved(changed && JSON.stringify(draft));
  const problem = save.error instanceof ApiError ? save.error : null;
  const told = problem?.details.filter(({ target }) => kWithInput.includes(target ?? '')) ?? [];
  const isUntold = save.error && (told.length === 0 || told.length < problem!.details.length);
  const errorOf = (name: string) =>
    problem?.details.find(({ target }) => target === name)?.message ?? undefined;
  const submit = () =>
    save.mutate(fields, {
      onSuccess: (saved) => {
        setDraft(saved);
        showToast({ text: t('settings:saved') });
      },
    });
  const zones = allZones();
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
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
      <fieldset>
        <legend>{t('settings:money')}</legend>
        <Field
          name="currency"
          label={t('settings:currency')}
          help={t('settings:currencyHelp')}
          error={errorOf('currency')}
        >
          {(describedBy) => (
            <select
              id="currency"
              className={inputs.input}
              value={draft.currency}
              aria-describedby={describedBy}
              onChange={(event) => change({ currency: event.target.value })}
            >
              {[...new Set([draft.currency, ...draft.currencies, ...allCurrencies()])].map(
                (code) => (
                  <option key={code} value={code}>
                    {currencyName(code, language)}
                  </option>
                ),
              )}
            </select>
          )}
        </Field>
        <Currencies draft={draft} change={change} />
      </fieldset>
      <fieldset>
        <legend>{t('settings:calendar')}</legend>
        <Field
          name="zone"
          label={t('settings:zone')}
          help={t('settings:zoneHelp')}
          error={errorOf('zone')}
        >
          {(describedBy) => (
            <select
              id="zone"
              className={inputs.input}
              value={draft.zone}
              aria-describedby={describedBy}
              onChange={(event) => change({ zone: event.target.value })}
            >
              {(zones.includes(draft.zone) ? zones : [draft.zone, ...zones]).map((zone) => (
                <option key={zone} value={zone} translate="no">
                  {zone.replace(/_/g, ' ')}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="fiscal" label={t('settings:fiscalYear')} help={t('settings:fiscalYearHelp')}>
          {(describedBy) => (
            <select
              id="fiscal"
              className={inputs.input}
              value={draft.fiscal_year_start}
              aria-describedby={describedBy}
              onChange={(event) => change({ fiscal_year_start: Number(event.target.value) })}
            >
              {Array.from({ length: 12 }, (_, index) => (
                <option key={index} value={index + 1}>
                  {monthName(index + 1, language)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </fieldset>
      <fieldset>
        <legend>{t('settings:formats')}</legend>
        <Field
          name="formats"
          label={t('settings:formatsOf')}
          help={t('settings:formatsHelp')}
          error={errorOf('formats')}
        >
          {(describedBy) => (
            <select
              id="formats"
              className={inputs.input}
              value={draft.formats}
              aria-describedby={describedBy}
              onChange={(event) => change({ formats: event.target.value })}
            >
              {offered.map((code) => (
                <option key={code} value={code}>
                  {formatsName(code, language)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <p className={css.sample} aria-live="polite" translate="no">
          {formatsSample(draft.formats, draft.currency, draft.zone).map((text) => (
            <span key={text} className="figures">
              {text}
            </span>
          ))}
        </p>
      </fieldset>
      {isUntold && (
        <p className={css.error} role="alert">
          {reasonOf(save.error, t('settings:notSaved'), kWithInput)}
        </p>
      )}
      <div className={css.acts}>
        <Button kind="filled" type="submit" busy={save.isPending} disabled={!changed}>
          {t('settings:save')}
        </Button>
        {changed && (
          <Button kind="quiet" onClick={() => setDraft(company)}>
            {t('settings:discard')}
          </Button>
        )}
      </div>
    </form>
  );
}

export function CompanyPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useCompany();
  return (
    <AdministrationFrame title={t('settings:title')} reading>
      {error ? (
        <Failure
          text={t('settings:failed')}
          code={error instanceof ApiError ? error.trace : undefined}
          retry={() => void refetch()}
        />
      ) : data ? (
        <>
          <Form company={data} />
          <Rates company={data} />
        </>
      ) : (
        <Skeleton rows={6} />
      )}
    </AdministrationFrame>
  );
}
