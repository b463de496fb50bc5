// SPDX-License-Identifier: Apache-2.0
// The head of a record: tile, name, states, a line of context, key figures.
import { linkLabel } from '@/api/records';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { recordHref } from '@/base/address';
import { Chip, toneOf } from '@/base/Chip';
import { labelOf } from '@/base/i18n/i18n';
import { Tile } from '@/base/Who';
import { fieldOf, hasTones, isNumeric, oneLabel, optionOf, titleOf } from '../fields';
import { FieldValue } from '../value/FieldValue';
import css from './RecordHeader.module.css';

const kFiguresMax = 6;

export function RecordHeader({
  object,
  record,
  children,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  children?: React.ReactNode;
}) {
  const title = titleOf(object, record);
  const states = object.fields
    .filter(
      (field) =>
        field.type === 'option' &&
        record[field.name] &&
        hasTones(field) &&
        field.name !== object.title,
    )
    .slice(0, 3);
  const parent = object.parent ? fieldOf(object, object.parent) : undefined;
  const context = [
    parent,
    object.subtitle ? fieldOf(object, object.subtitle) : undefined,
    fieldOf(object, 'territory_id'),
  ].filter((field): field is FieldDefinition => field !== undefined && Boolean(record[field.name]));
  return (
    <header className={css.header}>
      <Tile name={title} size={52} />
      <div className={css.name}>
        <div className={css.first}>
          <h2 className={css.title}>{title}</h2>
          {states.map((field) => {
            const option = optionOf(field, record[field.name]);
            return (
              <Chip key={field.name} tone={toneOf(option?.tone)}>
                {labelOf(option?.label)}
              </Chip>
            );
          })}
        </div>
        <p className={css.context}>
          <span>{oneLabel(object)}</span>
          {context.map((field) => {
            const { label, locked } = linkLabel(record, field.name);
            return (
              <span key={field.name}>
                {field.type === 'link' && !locked ? (
                  <a href={recordHref(field.target!, String(record[field.name]))}>{label}</a>
                ) : (
                  <FieldValue field={field} record={record} />
                )}
              </span>
            );
          })}
        </p>
      </div>
      <div className={css.acts}>{children}</div>
    </header>
  );
}

export function KeyFigures({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const fields = (object.views?.key ?? [])
    .flatMap((name) => fieldOf(object, name) ?? [])
    .filter((field) => field.name !== object.title)
    .slice(0, kFiguresMax);
  if (fields.length === 0) return null;
  return (
    <dl className={`${css.figures} scrolls`} tabIndex={0} aria-label={oneLabel(object)}>
      {fields.map((field) => (
        <div
          key={field.name}
          className={css.figure}
          data-number={isNumeric(field) || undefined}
          data-empty={(record[field.name] ?? '') === '' || undefined}
        >
          <dt>{labelOf(field.label)}</dt>
          <dd>
            <FieldValue field={field} record={record} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
