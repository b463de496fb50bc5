// SPDX-License-Identifier: Apache-2.0
// The fields that a role does not see, or sees and does not change, object by object.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { columnLabel, manyLabel } from '@/records/fields';
import inputs from '@/records/value/Value.module.css';
import { alsoHidden, differs, withMask, type Mask, type Masks } from './rights';
import css from './People.module.css';

export function RoleMasks({
  objects,
  before,
  masks,
  change,
}: {
  objects: ObjectDefinition[];
  before: Masks; // as they are kept
  masks: Masks;
  change: (masks: Masks) => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('accounts');
  const object = objects.find((one) => one.name === name) ?? objects[0];
  if (!object) return null;
  const fields = object.fields.filter((field) => !field.standard || field.type === 'link');
  const also = alsoHidden(objects, masks);
  const nameOf = (path: string) => {
    const [set, field] = path.split('.') as [string, string];
    const of = objects.find((one) => one.name === set);
    return of ? `${columnLabel(of, field)} (${manyLabel(of)})` : path;
  };
  const masked = Object.entries(masks).map(
    ([set, of]) =>
      `${manyLabel(objects.find((one) => one.name === set) ?? object)} (${Object.keys(of).length})`,
  );
  return (
    <section className={css.masks}>
      <h3>{t('people:masks.title')}</h3>
      <p className={css.none}>{masked.length > 0 ? masked.join(', ') : t('people:masks.none')}</p>
      {also.size > 0 && (
        <p className={css.none} role="status">
          {t('people:masks.also', { names: [...also.keys()].map(nameOf).join(', ') })}
        </p>
      )}
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
        {fields.map((field) => (
          <li key={field.name}>
            <label>
              <span>
                {columnLabel(object, field.name)}
                {also.has(`${object.name}.${field.name}`) && (
                  <small className={css.maskReason}>
                    {t('people:masks.hiddenWith', {
                      names: also.get(`${object.name}.${field.name}`)!.map(nameOf).join(', '),
                    })}
                  </small>
                )}
              </span>
              <select
                className={inputs.input}
                data-changed={differs(
                  before[object.name]?.[field.name] ?? 'write',
                  masks[object.name]?.[field.name] ?? 'write',
                )}
                disabled={also.has(`${object.name}.${field.name}`)}
                value={
                  also.has(`${object.name}.${field.name}`)
                    ? 'hidden'
                    : (masks[object.name]?.[field.name] ?? 'write')
                }
                onChange={(event) =>
                  change(
                    withMask(masks, object.name, field.name, event.target.value as Mask | 'write'),
                  )
                }
              >
                <option value="write">{t('people:masks.write')}</option>
                <option value="read">{t('people:masks.read')}</option>
                <option value="hidden">{t('people:masks.hidden')}</option>
              </select>
            </label>
          </li>
        ))}
      </ul>
    </section>
  );
}
