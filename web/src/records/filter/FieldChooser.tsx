// SPDX-License-Identifier: Apache-2.0
// Which field a condition asks: one of the object itself, one of a record it points to (any number
// of steps away), or a list of records that belong to it.
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { IconChevronRight } from '@/base/icons';
import { oneLabel } from '../fields';
import { askable, linkBehind, stepOf, walk, waysToMany, waysToOne } from './places';
import inputs from '../value/Value.module.css';
import css from './Sentence.module.css';

const kDeepest = 3;

export interface Chosen {
  path: string[];
  field?: string;
  relation?: string;
}

export function FieldChooser({
  object,
  chosen,
  choose,
  inner,
}: {
  object: ObjectDefinition;
  chosen: Chosen;
  choose: (next: Chosen) => void;
  inner: boolean; // within a list of related records: no further lists
}) {
  const { t } = useTranslation();
  const id = useId();
  const { objects } = useDefinitions();
  const place = walk(objects, object, chosen.path) ?? object;
  const steps = chosen.path.map((step, index) => {
    const before = walk(objects, object, chosen.path.slice(0, index))!;
    return { step, label: labelOf(linkBehind(before, step)?.label) };
  });
  const one = chosen.path.length < kDeepest ? waysToOne(objects, place) : [];
  const many = inner ? [] : waysToMany(objects, place);
  const pick = (value: string) => {
    if (value.startsWith('>')) {
      const path = [...chosen.path, value.slice(1)];
      const next = walk(objects, object, path);
      choose({ path, field: next && (askable(next)[0]?.name ?? next.title) });
    } else if (value.startsWith('*')) choose({ path: chosen.path, relation: value.slice(1) });
    else choose({ path: chosen.path, field: value });
  };
  const back = (length: number) => {
    const path = chosen.path.slice(0, length);
    choose({ path, field: askable(walk(objects, object, path) ?? object)[0]?.name });
  };
  return (
    <div className={css.chooser}>
      {steps.length > 0 && (
        <nav className={css.steps} aria-label={t('filter:path')}>
          <button type="button" onClick={() => back(0)}>
            {oneLabel(object)}
          </button>
          {steps.map(({ step, label }, index) => (
            <span key={step}>
              <IconChevronRight size={13} stroke={1.75} aria-hidden />
              <button type="button" onClick={() => back(index + 1)}>
                {label}
              </button>
            </span>
          ))}
        </nav>
      )}
      <label htmlFor={id}>{t('list:field')}</label>
      <select
        id={id}
        className={inputs.input}
        value={chosen.relation ? `*${chosen.relation}` : chosen.field}
        onChange={(event) => pick(event.target.value)}
      >
        <optgroup label={t('filter:fieldsOf', { thing: oneLabel(place) })}>
          {askable(place).map((field) => (
            <option key={field.name} value={field.name}>
              {labelOf(field.label)}
            </option>
          ))}
        </optgroup>
        {many.length > 0 && (
          <optgroup label={t('filter:lists')}>
            {many.map((relation) => (
              <option key={relation.name} value={`*${relation.name}`}>
                {labelOf(relation.label)}…
              </option>
            ))}
          </optgroup>
        )}
        {one.length > 0 && (
          <optgroup label={t('filter:through')}>
            {one.map((field) => (
              <option key={field.name} value={`>${stepOf(field)}`}>
                {labelOf(field.label)} ›
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </div>
  );
}
