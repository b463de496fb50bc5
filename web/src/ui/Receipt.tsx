// SPDX-License-Identifier: Apache-2.0
// The paper slip that ends every work on many rows: what was done, counted, and that the sum holds.
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/base/format';
import { IconAlertTriangle, IconCircleCheck } from '@/base/icons';
import css from './Receipt.module.css';

export interface ReceiptCounts {
  id: string;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  failed: number;
}

export interface ReceiptProps {
  counts: ReceiptCounts;
  title: string;
  about: string;
  facts?: { label: string; value: string }[];
  labels?: Partial<Record<(typeof kCounted)[number], string>>;
  extra?: { label: string; value: number }[]; // counted as well
}

export const kCounted = ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const;

export const sumOf = (counts: ReceiptCounts, extra: { value: number }[] = []) =>
  kCounted.reduce((sum, name) => sum + counts[name], 0) +
  extra.reduce((sum, { value }) => sum + value, 0);

// The bars are decoration: drawn from the id, so that each slip has its own.
const barsOf = (id: string) =>
  [...id.padEnd(14, '0').slice(-14)].map((sign) => 1 + (sign.codePointAt(0)! % 3));
const spaced = (id: string) =>
  id
    .slice(-12)
    .padStart(12, '0')
    .replace(/(.{4})(?=.)/g, '$1 ');

export function Receipt({
  counts,
  title,
  about,
  facts = [],
  labels = {},
  extra = [],
}: ReceiptProps) {
  const { t } = useTranslation();
  const sum = sumOf(counts, extra);
  const holds = sum === counts.rows;
  return (
    <section className={css.slip} aria-label={title}>
      <img src="./mark.svg" alt="" width={26} height={26} />
      <h3>{title}</h3>
      <p className={css.about}>{about}</p>
      {facts.length > 0 && (
        <dl>
          {facts.map((fact) => (
            <div key={fact.label}>
              <dt>{fact.label}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
        </dl>
      )}
      <dl>
        {extra.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatNumber(value)}</dd>
          </div>
        ))}
        {kCounted.map((name) => (
          <div key={name}>
            <dt>{labels[name] ?? t(`receipt:${name}`)}</dt>
            <dd>{formatNumber(counts[name])}</dd>
          </div>
        ))}
      </dl>
      <dl className={css.sum}>
        <div>
          <dt>{t('receipt:rows')}</dt>
          <dd>{formatNumber(counts.rows)}</dd>
        </div>
      </dl>
      <p className={css.holds} data-holds={holds}>
        {holds ? (
          <IconCircleCheck size={16} stroke={2} aria-hidden />
        ) : (
          <IconAlertTriangle size={16} stroke={2} aria-hidden />
        )}
        {holds ? t('receipt:holds') : t('receipt:broken', { sum: formatNumber(sum) })}
      </p>
      <div className={css.bars} aria-hidden>
        {barsOf(counts.id).flatMap((width, index) => [
          <i key={index} data-width={width} />,
          <b key={`b${index}`} data-width={(width + index) % 3} />,
        ])}
      </div>
      <p className={css.id}>{spaced(counts.id)}</p>
    </section>
  );
}
