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
  type Columns,
  type Confidence,
  type Preview,
  type PreviewColumn,
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

interface MapColumnsProps {
  object: ObjectDefinition;
  preview: Preview;
  columns: Columns;
  change: (part: Partial<Columns>) => void;
  busy: boolean;
  back: () => void;
  go: () => void;
}

type ChoiceProps = Pick<MapColumnsProps, 'object' | 'columns' | 'change'>;

function FieldSelect({ object, columns, change, name }: ChoiceProps & { name: string }) {
  const { t } = useTranslation();
  const { mapping } = columns;
  return (
    <select
      className={css.select}
      aria-label={t('import:fieldFor', { column: name })}
      value={mapping[name] ?? ''}
      onChange={(event) => change({ mapping: mapped(mapping, name, event.target.value || null) })}
    >
      <option value="">{t('import:leave')}</option>
      {importableFields(object).map((option) => (
        <option key={option.name} value={option.name}>
          {labelOf(option.label)}
          {option.required ? ' *' : ''}
        </option>
      ))}
    </select>
  );
}

function ColumnRow({ column, ...choice }: ChoiceProps & { column: PreviewColumn }) {
  const { t } = useTranslation();
  const { object, columns, change } = choice;
  const { name } = column;
  const field = columns.mapping[name];
  const definition = fieldOf(object, field ?? '');
  const form = formOf(definition?.type, column, columns.other);
  const guess = field && field === column.field ? column.confidence : field ? 'chosen' : 'left';
  const turn = () => {
    const other = new Set(columns.other);
    if (!other.delete(name)) other.add(name);
    change({ other });
  };
  return (
    <tr data-left={!field || undefined}>
      <th scope="row">{name}</th>
      <td className={css.samples}>
        {column.samples.filter(Boolean).slice(0, 3).join(' · ') || (
          <span className={css.none}>{t('import:noSamples')}</span>
        )}
        {form && <Reading form={form} turn={turn} />}
      </td>
      <td>
        <FieldSelect {...choice} name={name} />
        {definition?.type === 'link' && (
          <p className={css.hint}>
            {t(definition.target === 'users' ? 'import:byNameOrMail' : 'import:byName')}
          </p>
        )}
      </td>
      <td>
        <Chip tone={kTones[guess]}>{t(`import:guess.${guess}`)}</Chip>
      </td>
    </tr>
  );
}

function ColumnTable({ preview, ...choice }: ChoiceProps & { preview: Preview }) {
  const { t } = useTranslation();
  return (
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
          {preview.columns.map((column) => (
            <ColumnRow key={column.name} {...choice} column={column} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Recognised({ object, columns, change }: ChoiceProps) {
  const { t } = useTranslation();
  const { mapping, match } = columns;
  const choices = matchChoices(object, mapping);
  if (choices.length === 0) return null;
  return (
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
                change({
                  match: event.target.checked
                    ? [...match, name]
                    : match.filter((other) => other !== name),
                })
              }
            />
            {labelOf(fieldOf(object, name)?.label)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function MapColumns({ object, preview, columns, change, busy, back, go }: MapColumnsProps) {
  const { t } = useTranslation();
  const missing = missingFields(object, columns.mapping);
  const chosen = Object.keys(columns.mapping).length;
  const choice = { object, columns, change };
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
      <ColumnTable {...choice} preview={preview} />
      <Recognised {...choice} />
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
