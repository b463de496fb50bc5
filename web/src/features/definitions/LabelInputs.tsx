// SPDX-License-Identifier: Apache-2.0
// One text in both languages, side by side, with what the server refused below it.
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Label } from '@/api/types';
import { currentLanguage } from '@/base/i18n/i18n';
import css from './Definitions.module.css';

export function LabelInputs({
  legend,
  value,
  change,
  errors = {},
  at = '',
  required,
  hint,
}: {
  legend: string;
  value: Label;
  change: (value: Label) => void;
  errors?: Record<string, string>;
  at?: string;
  required?: boolean;
  hint?: boolean; // says that one language is enough
}) {
  const { t } = useTranslation();
  const id = useId();
  // What stands where one language is left empty.
  const other = (language: 'es' | 'en') => value[language === 'es' ? 'en' : 'es'].trim();
  return (
    <fieldset className={css.pair}>
      <legend>{legend}</legend>
      {(['es', 'en'] as const).map((language) => {
        const error = errors[`${at}/${language}`] ?? (language === 'es' ? errors[at] : undefined);
        return (
          <label key={language}>
            <span>{t(`definitions:language.${language}`)}</span>
            <input
              lang={language}
              value={value[language]}
              required={required && language === currentLanguage()}
              placeholder={value[language] ? undefined : other(language)}
              aria-invalid={Boolean(error)}
              aria-describedby={error ? `${id}-${language}` : undefined}
              onChange={(event) => change({ ...value, [language]: event.target.value })}
            />
            {error && (
              <span id={`${id}-${language}`} className={css.error}>
                {error}
              </span>
            )}
          </label>
        );
      })}
      {hint && <p className={css.faint}>{t('definitions:oneLanguage')}</p>}
    </fieldset>
  );
}
