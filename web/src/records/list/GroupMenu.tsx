// SPDX-License-Identifier: Apache-2.0
// By which one or two fields the list is grouped.
import { Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { IconLayoutList } from '@/base/icons';
import { groupableFields, groupFields } from './groups';
import type { ListState } from './useListState';
import inputs from '../value/Value.module.css';
import columns from './ColumnsMenu.module.css';
import css from '../filter/Sentence.module.css';

export function GroupMenu({ object, state }: { object: ObjectDefinition; state: ListState }) {
  const { t } = useTranslation();
  const allowed = groupableFields(object);
  const chosen = groupFields(object, state.group).map((field) => field.name);
  if (allowed.length === 0) return null;
  const set = (index: number, name: string) => {
    const next = [...chosen];
    if (name) next[index] = name;
    else next.splice(index);
    state.setGroup([...new Set(next)].join(','));
  };
  const select = (index: number, label: string) => (
    <label>
      {label}
      <select
        className={inputs.input}
        value={chosen[index] ?? ''}
        onChange={(event) => set(index, event.target.value)}
      >
        <option value="">{t(index === 0 ? 'list:ungrouped' : 'list:noSecondGroup')}</option>
        {allowed
          .filter(({ name }) => index === 0 || name !== chosen[0])
          .map((field) => (
            <option key={field.name} value={field.name}>
              {labelOf(field.label)}
            </option>
          ))}
      </select>
    </label>
  );
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button kind="quiet" small icon={IconLayoutList} className={columns.open}>
          {t(chosen.length > 0 ? 'list:groupedBy' : 'list:group', {
            fields: groupFields(object, state.group)
              .map((field) => labelOf(field.label))
              .join(', '),
          })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={css.editor}>
          {select(0, t('list:groupBy'))}
          {chosen.length > 0 && select(1, t('list:thenBy'))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
