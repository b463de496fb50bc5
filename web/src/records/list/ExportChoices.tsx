// SPDX-License-Identifier: Apache-2.0
// What is asked about a file before it is made: its format, which columns, how they are headed and,
// for CSV, how its values are written.
import { useTranslation } from 'react-i18next';
import type { ExportFormat } from '@/api/exports';
import { formatNumber } from '@/base/format';
import css from './ExportDialog.module.css';

export interface ExportChosen {
  format: ExportFormat;
  columns: 'shown' | 'all';
  headings: 'labels' | 'names';
  formats: 'company' | 'plain';
}

// How values are written is asked only where people read them as text.
export const asksFormats = ({ format, headings }: ExportChosen) =>
  format === 'csv' && headings === 'labels';

interface Option<Value> {
  value: Value;
  label: string;
  help?: string;
}

function Choice<Value extends string>({
  legend,
  name,
  options,
  chosen,
  choose,
}: {
  legend: string;
  name: string;
  options: Option<Value>[];
  chosen: Value;
  choose: (value: Value) => void;
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {options.map(({ value, label, help }) => (
        <label key={value} className={css.choice}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={chosen === value}
            onChange={() => choose(value)}
          />
          <span>
            {label}
            {help && <span className={css.help}>{help}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  chosen: ExportChosen;
  change: (part: Partial<ExportChosen>) => void;
}

const kFormats: ExportFormat[] = ['xlsx', 'csv', 'json'];

function Format({ chosen, change }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Choice
      legend={t('export:format')}
      name="format"
      options={kFormats.map((one) => ({
        value: one,
        label: t(`export:format.${one}`),
        help: t(`export:help.${one}`),
      }))}
      chosen={chosen.format}
      choose={(format) => change({ format })}
    />
  );
}

function WhichColumns({ chosen, change }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Choice
      legend={t('export:columns')}
      name="columns"
      options={[
        { value: 'shown', label: t('export:columns.shown') },
        { value: 'all', label: t('export:columns.all') },
      ]}
      chosen={chosen.columns}
      choose={(columns) => change({ columns })}
    />
  );
}

function Headings({ chosen, change }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Choice
      legend={t('export:headings')}
      name="headings"
      options={[
        { value: 'labels', label: t('export:headings.labels') },
        {
          value: 'names',
          label: t('export:headings.names'),
          help: t('export:headings.namesHelp'),
        },
      ]}
      chosen={chosen.headings}
      choose={(headings) => change({ headings })}
    />
  );
}

// How the company writes, by example: the sign before decimals decides what separates the columns.
function companySample() {
  const number = formatNumber(12.5, 2);
  return { number, separator: number.includes(',') ? ';' : ',' };
}

function Formats({ chosen, change }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Choice
      legend={t('export:formats')}
      name="formats"
      options={[
        {
          value: 'company',
          label: t('export:formats.company'),
          help: t('export:formats.companyHelp', companySample()),
        },
        { value: 'plain', label: t('export:formats.plain'), help: t('export:formats.plainHelp') },
      ]}
      chosen={chosen.formats}
      choose={(formats) => change({ formats })}
    />
  );
}

export function ExportChoices({ choosable, ...choice }: ChoiceProps & { choosable: boolean }) {
  return (
    <>
      <Format {...choice} />
      {choosable && <WhichColumns {...choice} />}
      <Headings {...choice} />
      {asksFormats(choice.chosen) && <Formats {...choice} />}
    </>
  );
}
