// SPDX-License-Identifier: Apache-2.0
// The right column: one card per relation with its first rows, its count and the way to add one.
import { useTranslation } from 'react-i18next';
import { idFilter } from '@/api/odata';
import { linkLabel, useFewRecords } from '@/api/records';
import { may, mayWith, useObject } from '@/api/session';
import type {
  FieldDefinition,
  ObjectDefinition,
  StoredRecord,
  RelationDefinition,
} from '@/api/types';
import { createHref, listHref, recordHref } from '@/base/address';
import { Chip, toneOf } from '@/base/Chip';
import { formatNumber, type MoneyValue } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { IconPlus } from '@/base/icons';
import { Money } from '@/base/Money';
import { Tile } from '@/base/Who';
import { fieldOf, hasTones, inSentence, oneLabel, optionOf, textOf, titleOf } from '../fields';
import { ContactPoints } from './ContactPoints';
import css from './Related.module.css';

const kShown = 5;
const kHidden = new Set(['activity_links', 'stage_changes']);

// What stands for a related row: its own title, or for a joining row the record at its other end.
function faceOf(target: ObjectDefinition, via: string, row: StoredRecord) {
  const titleField = fieldOf(target, target.title);
  const other = target.fields.find(
    (field) => field.type === 'link' && !field.standard && field.name !== via && row[field.name],
  );
  const isJoin = titleField?.type !== 'string' || titleField.name === 'role';
  if (isJoin && other) {
    const { label, locked } = linkLabel(row, other.name);
    return {
      label: locked ? '' : label,
      locked,
      href: locked ? undefined : recordHref(other.target!, String(row[other.name])),
      second: target.subtitle ? textOf(fieldOf(target, target.subtitle)!, row) : '',
    };
  }
  const second = target.fields.find(
    (field) => field.name === 'stage_id' || field.name === target.subtitle,
  );
  return {
    label: titleOf(target, row),
    locked: false,
    href: recordHref(target.name, row.id),
    second: second && second.name !== via ? textOf(second, row) : '',
  };
}

function RelatedRow({
  target,
  via,
  row,
}: {
  target: ObjectDefinition;
  via: string;
  row: StoredRecord;
}) {
  const { t } = useTranslation();
  const face = faceOf(target, via, row);
  const money = target.fields.find((field) => field.type === 'money' && row[field.name]);
  const option = money
    ? undefined
    : target.fields.find(
        (field): field is FieldDefinition =>
          field.type === 'option' &&
          Boolean(row[field.name]) &&
          field.name !== 'kind' &&
          hasTones(field),
      );
  const chosen = option && optionOf(option, row[option.name]);
  return (
    <li className={css.row}>
      <Tile name={face.label || '?'} size={24} />
      <span className={css.names}>
        {face.href ? (
          <a className={css.label} href={face.href} title={face.label}>
            {face.label}
          </a>
        ) : (
          <span className={css.second}>{t('records:locked')}</span>
        )}
        {face.second && (
          <span className={css.second} title={face.second}>
            {face.second}
          </span>
        )}
      </span>
      {money ? (
        <strong className={css.figure}>
          <Money value={row[money.name] as MoneyValue} />
        </strong>
      ) : (
        chosen && <Chip tone={toneOf(chosen.tone)}>{labelOf(chosen.label)}</Chip>
      )}
    </li>
  );
}

// What only follows this record (its lines, its members) is added by whoever may change it.
const mayAdd = (object: ObjectDefinition, record: StoredRecord, target: ObjectDefinition) =>
  may(target, 'create') && (target.sight?.kind !== 'follows' || mayWith(object, record, 'update'));

function RelationCard({
  object,
  record,
  relation,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  relation: RelationDefinition;
}) {
  const { t } = useTranslation();
  const target = useObject(relation.target);
  const filter = idFilter(relation.via, record.id);
  const { data } = useFewRecords(
    relation.target,
    { filter, top: kShown, count: true },
    target !== undefined,
  );
  if (!target || !data) return null;
  const count = data['@odata.count'] ?? data.value.length;
  const creatable = mayAdd(object, record, target);
  if (count === 0 && !creatable) return null;
  const label = labelOf(relation.label);
  return (
    <section className={css.card}>
      <div className={css.head}>
        <h2 className={css.heading}>
          {label} <span className={css.count}>{formatNumber(count)}</span>
        </h2>
        {creatable && (
          <a
            className={css.add}
            href={createHref(relation.target, { [relation.via]: record.id })}
            aria-label={t('list:create', { thing: inSentence(oneLabel(target)) })}
          >
            <IconPlus size={17} stroke={1.75} aria-hidden />
          </a>
        )}
      </div>
      {data.value.length > 0 && (
        <ul>
          {data.value.map((row) => (
            <RelatedRow key={row.id} target={target} via={relation.via} row={row} />
          ))}
        </ul>
      )}
      {count > kShown && (
        <a className={css.all} href={listHref(relation.target, { filter })}>
          {t('records:seeAll', { count: formatNumber(count) })}
        </a>
      )}
    </section>
  );
}

function relationsInOrder(object: ObjectDefinition): RelationDefinition[] {
  const relations = object.relations ?? [];
  const tabs = object.views?.tabs;
  if (!tabs) return relations;
  return tabs.flatMap((name) => relations.find((relation) => relation.name === name) ?? []);
}

export function Related({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  return (
    <div className={css.related}>
      {relationsInOrder(object)
        .filter((relation) => !kHidden.has(relation.target))
        .map((relation) =>
          relation.target === 'contact_points' ? (
            <ContactPoints
              key={relation.name}
              of={object}
              record={record}
              via={relation.via}
              label={labelOf(relation.label)}
            />
          ) : (
            <RelationCard key={relation.name} object={object} record={record} relation={relation} />
          ),
        )}
    </div>
  );
}
