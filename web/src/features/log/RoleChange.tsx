// SPDX-License-Identifier: Apache-2.0
// What changed in the rights or the reserved fields of a role, cell by cell in words.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import { columnLabel, manyLabel } from '@/records/fields';
import type { LoggedChange } from './log';
import { kRoleFields, roleDifferences } from './roleChange';
import css from './Log.module.css';

const kShown = 4;

export function RoleChange({ change, isNew }: { change: LoggedChange; isNew: boolean }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const [whole, setWhole] = useState(false);
  const all = roleDifferences(change.before, change.after, kRoleFields[change.field]!);
  const isRights = change.field === 'rights';
  const wordOf = (value: string) =>
    t(`people:${isRights ? 'breadth' : 'masks'}.${value}`, { defaultValue: value });
  const whatOf = (name: string, part: string) => {
    const object = objects.get(name);
    const many = object ? manyLabel(object) : name === '*' ? t('log:allElse') : name;
    if (isRights) return `${many}, ${t(`people:action.${part}`, { defaultValue: part })}`;
    return `${many}, ${object ? columnLabel(object, part) : part}`;
  };
  const rest = all.length - kShown;
  return (
    <>
      <ul>
        {(whole || rest < 2 ? all : all.slice(0, kShown)).map(({ object, part, before, after }) => (
          <li key={`${object}.${part}`}>
            {whatOf(object, part)}:{' '}
            {!isNew && (
              <>
                <span className={css.before}>{wordOf(before)}</span>
                <span aria-hidden> → </span>
              </>
            )}
            {wordOf(after)}
          </li>
        ))}
      </ul>
      {!whole && rest >= 2 && (
        <button type="button" className={css.rest} onClick={() => setWhole(true)}>
          {t('log:rest', { count: rest })}
        </button>
      )}
    </>
  );
}
