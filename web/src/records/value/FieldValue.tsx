// SPDX-License-Identifier: Apache-2.0
// Shows the value of a field: option as dot or chip, link with its face or name (or a lock), money,
// dates.
import { useTranslation } from 'react-i18next';
import { linkLabel } from '@/api/records';
import { useObject } from '@/api/session';
import type { FieldDefinition, StoredRecord } from '@/api/types';
import { recordHref } from '@/base/address';
import { Chip, Dot, toneOf } from '@/base/Chip';
import { countryName, languageName, type MoneyValue } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { IconCheck, IconLock } from '@/base/icons';
import { Amount, Money, When } from '@/base/Money';
import { Who } from '@/base/Who';
import { hasTones, isYear, kPeopleObject, manyLabel, optionOf } from '../fields';
import { kRolesObject, RoleName } from './RoleName';
import css from './Value.module.css';

export interface FieldValueProps {
  field: FieldDefinition;
  record: StoredRecord;
  place?: 'cell' | 'page';
}

export function Locked() {
  const { t } = useTranslation();
  return (
    <span className={css.locked}>
      <IconLock size={14} stroke={1.75} aria-hidden />
      {t('records:locked')}
    </span>
  );
}

const isHidden = (record: StoredRecord, name: string) =>
  record[`${name}@clientela.hidden`] === true;

function LinkValue({ field, record, place }: FieldValueProps) {
  const { label, locked } = linkLabel(record, field.name);
  if (locked) return <Locked />;
  const text = label || String(record[field.name]);
  if (field.target === kRolesObject && place === 'cell')
    return (
      <span className={css.clip}>
        <RoleName record={record} field={field.name} />
      </span>
    );
  if (field.target === kPeopleObject) return <Who name={text} short={place === 'cell'} />;
  if (place === 'cell')
    return (
      <span className={css.clip} title={text}>
        {text}
      </span>
    );
  return (
    <a href={recordHref(field.target!, String(record[field.name]))}>
      {field.target === kRolesObject ? <RoleName record={record} field={field.name} /> : text}
    </a>
  );
}

// Views, notices and grants name the set that they are about.
function ObjectName({ name }: { name: string }) {
  const object = useObject(name);
  return <>{object ? manyLabel(object) : name}</>;
}

function TextValue({
  field,
  text,
  place,
}: {
  field: FieldDefinition;
  text: string;
  place: 'cell' | 'page';
}) {
  if (field.name === 'object') return <ObjectName name={text} />;
  if (field.format === 'color')
    return (
      <span className={css.color}>
        <svg className={css.swatch} viewBox="0 0 14 14" aria-hidden="true">
          <circle cx="7" cy="7" r="7" fill={text} />
        </svg>
        {text}
      </span>
    );
  if (place === 'page' && field.format === 'email') return <a href={`mailto:${text}`}>{text}</a>;
  if (place === 'page' && field.format === 'phone')
    return <a href={`tel:${text.replace(/[^\d+]/g, '')}`}>{text}</a>;
  if (place === 'page' && field.format === 'url')
    return (
      <a
        href={/^https?:/.test(text) ? text : `https://${text}`}
        rel="noreferrer noopener"
        target="_blank"
      >
        {text}
      </a>
    );
  return (
    <span
      className={place === 'cell' ? css.clip : css.wrap}
      title={place === 'cell' ? text : undefined}
    >
      {text}
    </span>
  );
}

// Codes of countries and languages are shown by their names.
const namedText = (field: FieldDefinition, code: string) =>
  field.format === 'country'
    ? countryName(code)
    : field.format === 'language'
      ? languageName(code)
      : code;

export function FieldValue({ field, record, place = 'cell' }: FieldValueProps) {
  const { t } = useTranslation();
  const value = record[field.name];
  if (isHidden(record, field.name))
    return <span className={css.none}>{t('records:hiddenForRole')}</span>;
  if (value === null || value === undefined || value === '')
    return (
      <span className={css.none} aria-label={t('base:noValue')}>
        –
      </span>
    );
  switch (field.type) {
    case 'option': {
      const option = optionOf(field, value);
      const label = labelOf(option?.label) || String(value);
      if (!option || !hasTones(field))
        return (
          <span className={place === 'cell' ? css.clip : undefined} title={label}>
            {label}
          </span>
        );
      return place === 'cell' ? (
        <Dot tone={toneOf(option.tone)}>{label}</Dot>
      ) : (
        <Chip tone={toneOf(option.tone)}>{label}</Chip>
      );
    }
    case 'link':
      return <LinkValue field={field} record={record} place={place} />;
    case 'money':
      return <Money value={value as MoneyValue} />;
    case 'integer':
      return isYear(field) ? (
        <span className="figures">{String(value)}</span>
      ) : (
        <Amount value={value as number} />
      );
    case 'decimal':
      return <Amount value={value as number} />;
    case 'boolean':
      return value ? (
        <span className={css.yes}>
          <IconCheck size={15} stroke={2} aria-hidden />
          {place === 'page' && t('base:yes')}
          <span className="hidden-text">{place === 'cell' && t('base:yes')}</span>
        </span>
      ) : (
        <span className={css.none}>{t('base:no')}</span>
      );
    case 'date':
    case 'instant':
      return <When value={String(value)} />;
    default:
      return <TextValue field={field} text={namedText(field, String(value))} place={place} />;
  }
}
