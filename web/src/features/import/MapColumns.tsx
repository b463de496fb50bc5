// SPDX-License-Identifier: Apache-2.0
// Which column fills which field, with sample values and how sure the guess is; and by what a
// record that exists already is recognised.
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { Chip, type Tone } from '@/base/Chip';
import { formatNumber } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { fieldOf } from '@/records/fields';
import { Faults } from './Faults';
import {
  formOf,
  importableFields,
  mapped,
  matchChoices,
  missingFields,
  type Confidence,
  type Mapping,
  type Preview,
} from './imports';
import { Reading } from './Reading';
import css from './Import.module.css';

const kTones: Record<Confidence | 'left' | 'chosen', Tone> = {
  sure: 'ok',
  probable: 'attention',
  choose: 'neutral',
  left: 'neutral',
  chosen: 'ok',
};

export interface MapColumnsProps {
  object: ObjectDefinition;
  preview: Preview;
  mapping: Mapping;
  setMapping: (mapping: Mapping) => void;
  match: string[];
  setMatch: (match: string[]) => void;
  other: ReadonlySet<string>; // columns whose cells are read the other way
  setOther: (other: ReadonlySet<string>) => void;
  busy: boolean;
  back: () => void;
  go: () => void;
}

export function MapColumns({
  object,
  preview,
  mapping,
  setMapping,
  match,
  setMatch,
  other,
  setOther,
  busy,
  back,
  go,
}: MapColumnsProps) {
  const { t } = useTranslation();
  const fields = importableFields(object);
  const missing = missingFields(object, mapping);
  const choices = matchChoices(object, mapping);
  const chosen = Object.keys(mapping).length;
  const turn = (name: string) =>
    setOther(
      new Set(other.has(name) ? [...other].filter((each) => each !== name) : [...other, name]),
    );
  return (
    <>
      <h2 className={css.headline}>{t('import:mapTitle')}</h2>
      <p className={css.hint}>
        {t('import:mapHint', {
          chosen: formatNumber(chosen),
          count: preview.columns.length,
          total: formatNumber(preview.columns.length),
        })}
        {preview.encoding ? ` ${preview.encoding}.` : ''}
      </p>
      <Faults preview={preview} />
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('import:column')}</th>
              <th scope="col">{t('import:samples')}</th>
              <th scope="col">{t('import:field')}</th>
              <th scope="col">
                <span className="hidden-text">{t('import:guess')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.columns.map((column) => {
              const field = mapping[column.name];
              const linked = fieldOf(object, field ?? '');
              const form = formOf(linked?.type, column, other);
              const guess =
                field && field === column.field ? column.confidence : field ? 'chosen' : 'left';
              return (
                <tr key={column.name} data-left={!field || undefined}>
                  <th scope="row">{column.name}</th>
                  <td className={css.samples}>
                    {column.samples.filter(Boolean).slice(0, 3).join(' · ') || (
                      <span className={css.none}>{t('import:noSamples')}</span>
                    )}
                    {form && <Reading form={form} turn={() => turn(column.name)} />}
                  </td>
                  <td>
                    <select
                      className={css.select}
                      aria-label={t('import:fieldFor', { column: column.name })}
                      value={field ?? ''}
                      onChange={(event) =>
                        setMapping(mapped(mapping, column.name, event.target.value || null))
                      }
                    >
                      <option value="">{t('import:leave')}</option>
                      {fields.map((option) => (
                        <option key={option.name} value={option.name}>
                          {labelOf(option.label)}
                          {option.required ? ' *' : ''}
                        </option>
                      ))}
                    </select>
                    {linked?.type === 'link' && (
                      <p className={css.hint}>
                        {t(linked.target === 'users' ? 'import:byNameOrMail' : 'import:byName')}
                      </p>
                    )}
                  </td>
                  <td>
                    <Chip tone={kTones[guess]}>{t(`import:guess.${guess}`)}</Chip>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {choices.length > 0 && (
        <fieldset className={css.match}>
          <legend>{t('import:match')}</legend>
          <p className={css.hint}>{t('import:matchHint')}</p>
          <div className={css.choices}>
            {choices.map((name) => (
              <label key={name}>
                <input
                  type="checkbox"
                  checked={match.includes(name)}
                  onChange={(event) =>
                    setMatch(
                      event.target.checked
                        ? [...match, name]
                        : match.filter((other) => other !== name),
                    )
                  }
                />
                {labelOf(fieldOf(object, name)?.label)}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {missing.length > 0 && (
        <p className={css.warning} role="status">
          {t('import:missing', {
            count: missing.length,
            fields: missing.map((field) => labelOf(field.label)).join(', '),
          })}
        </p>
      )}
      <div className={css.acts}>
        <Button onClick={back}>{t('import:back')}</Button>
        <Button kind="filled" busy={busy} disabled={chosen === 0} onClick={go}>
          {t('import:tryOut')}
        </Button>
      </div>
    </>
  );
}
