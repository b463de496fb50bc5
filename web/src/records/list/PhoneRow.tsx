// SPDX-License-Identifier: Apache-2.0
// A row on the phone: two lines and one figure at the right.
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { recordHref } from '@/base/address';
import { Tile } from '@/base/Who';
import { fieldOf, isNumeric, titleOf } from '../fields';
import { FieldValue } from '../value/FieldValue';
import css from './Grid.module.css';

interface PhoneRowProps {
  object: ObjectDefinition;
  record: StoredRecord;
  index: number;
  top: number;
  columns: string[];
  selected: boolean;
  level?: number;
}

export function PhoneRow({ object, record, index, top, columns, selected, level }: PhoneRowProps) {
  const filled = columns
    .slice(1)
    .flatMap((name) => fieldOf(object, name) ?? [])
    .filter(
      (field) =>
        record[field.name] !== null &&
        record[field.name] !== undefined &&
        record[field.name] !== '',
    );
  const figure =
    filled.find((field) => field.type === 'money') ??
    filled.find((field) => isNumeric(field) || field.type === 'date');
  const second = filled.filter((field) => field !== figure).slice(0, 2);
  const title = titleOf(object, record);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={level}
      aria-selected={selected}
      className={css.phone}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell">
        <a href={recordHref(object.name, record.id)}>
          <Tile name={title} size={32} />
          <span className={css.lines}>
            <span className={css.first}>{title}</span>
            <span className={css.second}>
              {second.map((field) => (
                <span key={field.name}>
                  <FieldValue field={field} record={record} />
                </span>
              ))}
            </span>
          </span>
          {figure && (
            <span className={css.figure}>
              <FieldValue field={figure} record={record} />
            </span>
          )}
        </a>
      </div>
    </div>
  );
}
