// SPDX-License-Identifier: Apache-2.0
// The fields that a role does not see, or sees and does not change, object by object.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { columnLabel, manyLabel } from '@/records/fields';
import inputs from '@/records/value/Value.module.css';
import { alsoHidden, differs, withMask, type Mask, type Masks } from './rights';
import css from './People.module.css';

const kWrite = 'write'; // what a field is that has no mask

interface MasksProps {
  objects: ObjectDefinition[];
  before: Masks; // as they are kept
  masks: Masks;
  change: (masks: Masks) => void;
}

function MaskLine({
  object,
  field,
  reasons,
  before,
  masks,
  change,
}: Omit<MasksProps, 'objects'> & {
  object: ObjectDefinition;
  field: string;
  reasons: string[] | undefined; // names of the fields that hide this one with them
}) {
  const { t } = useTranslation();
  const mask = masks[object.name]?.[field] ?? kWrite;
  return (
    <li>
      <label>
        <span>
          {columnLabel(object, field)}
          {reasons && (
            <small className={css.maskReason}>
              {t('people:masks.hiddenWith', { names: reasons.join(', ') })}
            </small>
          )}
        </span>
        <select
          className={inputs.input}
          data-changed={differs(before[object.name]?.[field] ?? kWrite, mask)}
          disabled={reasons !== undefined}
          value={reasons ? 'hidden' : mask}
          onChange={(event) =>
            change(withMask(masks, object.name, field, event.target.value as Mask | typeof kWrite))
          }
        >
          <option value={kWrite}>{t('people:masks.write')}</option>
          <option value="read">{t('people:masks.read')}</option>
          <option value="hidden">{t('people:masks.hidden')}</option>
        </select>
      </label>
    </li>
  );
}

// How many fields are masked where, and what is hidden with them.
function MaskSummary({
  objects,
  masks,
  hidden,
}: Pick<MasksProps, 'objects' | 'masks'> & { hidden: string[] }) {
  const { t } = useTranslation();
  const masked = Object.entries(masks).map(([set, of]) => {
    const object = objects.find((one) => one.name === set);
    return `${object ? manyLabel(object) : set} (${Object.keys(of).length})`;
  });
  return (
    <>
      <p className={css.none}>{masked.length > 0 ? masked.join(', ') : t('people:masks.none')}</p>
      {hidden.length > 0 && (
        <p className={css.none} role="status">
          {t('people:masks.also', { names: hidden.join(', ') })}
        </p>
      )}
    </>
  );
}

export function RoleMasks({ objects, ...edited }: MasksProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('accounts');
  const object = objects.find((one) => one.name === name) ?? objects[0];
  if (!object) return null;
  const also = alsoHidden(objects, edited.masks);
  const nameOf = (path: string) => {
    const [set, field] = path.split('.') as [string, string];
    const of = objects.find((one) => one.name === set);
    return of ? `${columnLabel(of, field)} (${manyLabel(of)})` : path;
  };
  return (
    <section className={css.masks}>
      <h3>{t('people:masks.title')}</h3>
      <MaskSummary objects={objects} masks={edited.masks} hidden={[...also.keys()].map(nameOf)} />
      <label className={css.field}>
        {t('people:role.object')}
        <select
          className={inputs.input}
          value={object.name}
          onChange={(event) => setName(event.target.value)}
        >
          {objects.map((one) => (
            <option key={one.name} value={one.name}>
              {manyLabel(one)}
            </option>
          ))}
        </select>
      </label>
      <ul className={css.maskList}>
        {object.fields
          .filter((field) => !field.standard || field.type === 'link')
          .map((field) => (
            <MaskLine
              key={field.name}
              {...edited}
              object={object}
              field={field.name}
              reasons={also.get(`${object.name}.${field.name}`)?.map(nameOf)}
            />
          ))}
      </ul>
    </section>
  );
}
