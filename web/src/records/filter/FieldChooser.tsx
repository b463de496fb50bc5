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

// The way from the object of the list to the one that is asked; a step leads back to it.
function Steps({
  object,
  path,
  back,
}: {
  object: ObjectDefinition;
  path: string[];
  back: (length: number) => void;
}) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  if (path.length === 0) return null;
  return (
    <nav className={css.steps} aria-label={t('filter:path')}>
      <button type="button" onClick={() => back(0)}>
        {oneLabel(object)}
      </button>
      {path.map((step, index) => (
        <span key={step}>
          <IconChevronRight size={13} stroke={1.75} aria-hidden />
          <button type="button" onClick={() => back(index + 1)}>
            {labelOf(linkBehind(walk(objects, object, path.slice(0, index))!, step)?.label)}
          </button>
        </span>
      ))}
    </nav>
  );
}

// A choice of the list: a field, `*` a list of records that belong here, `>` a step further.
interface Way {
  value: string;
  label: string;
}

function Group({ label, ways }: { label: string; ways: Way[] }) {
  return (
    ways.length > 0 && (
      <optgroup label={label}>
        {ways.map((way) => (
          <option key={way.value} value={way.value}>
            {way.label}
          </option>
        ))}
      </optgroup>
    )
  );
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
  const { path, relation } = chosen;
  const place = walk(objects, object, path) ?? object;
  const fields = askable(place).map(({ name, label }) => ({ value: name, label: labelOf(label) }));
  const one = path.length < kDeepest ? waysToOne(objects, place) : [];
  const many = inner ? [] : waysToMany(objects, place);
  const pick = (value: string) => {
    if (value.startsWith('>')) {
      const further = [...path, value.slice(1)];
      const next = walk(objects, object, further);
      choose({ path: further, field: next && (askable(next)[0]?.name ?? next.title) });
    } else if (value.startsWith('*')) choose({ path, relation: value.slice(1) });
    else choose({ path, field: value });
  };
  const back = (length: number) => {
    const before = path.slice(0, length);
    choose({ path: before, field: askable(walk(objects, object, before) ?? object)[0]?.name });
  };
  return (
    <div className={css.chooser}>
      <Steps object={object} path={path} back={back} />
      <label htmlFor={id}>{t('list:field')}</label>
      <select
        id={id}
        className={inputs.input}
        value={relation ? `*${relation}` : chosen.field}
        onChange={(event) => pick(event.target.value)}
      >
        <Group label={t('filter:fieldsOf', { thing: oneLabel(place) })} ways={fields} />
        <Group
          label={t('filter:lists')}
          ways={many.map(({ name, label }) => ({ value: `*${name}`, label: `${labelOf(label)}…` }))}
        />
        <Group
          label={t('filter:through')}
          ways={one.map((field) => ({
            value: `>${stepOf(field)}`,
            label: `${labelOf(field.label)} ›`,
          }))}
        />
      </select>
    </div>
  );
}
