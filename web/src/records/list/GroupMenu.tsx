// SPDX-License-Identifier: Apache-2.0
// By which one or two fields the list is grouped.
import { Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { IconLayoutList } from '@/base/icons';
import { kSpans, type Span } from './dateGroups';
import { groupableFields, groupFields, groupText } from './groups';
import type { ListState } from './useListState';
import inputs from '../value/Value.module.css';
import columns from './ColumnsMenu.module.css';
import css from '../filter/Sentence.module.css';

export function GroupMenu({ object, state }: { object: ObjectDefinition; state: ListState }) {
  const { t } = useTranslation();
  const allowed = groupableFields(object);
  const chosen = groupFields(object, state.group);
  if (allowed.length === 0) return null;
  const set = (index: number, name: string) => {
    const next = [...chosen];
    const [field] = groupFields(object, name);
    if (field) next[index] = field;
    else next.splice(index);
    // The second one goes when the first becomes the same.
    state.setGroup(groupText(next.filter((one, at) => at === 0 || one.name !== next[0]!.name)));
  };
  const setSpan = (index: number, span: Span) =>
    state.setGroup(groupText(chosen.map((one, at) => (at === index ? { ...one, span } : one))));
  const select = (index: number, label: string) => (
    <>
      <label>
        {label}
        <select
          className={inputs.input}
          value={chosen[index]?.name ?? ''}
          onChange={(event) => set(index, event.target.value)}
        >
          <option value="">{t(index === 0 ? 'list:ungrouped' : 'list:noSecondGroup')}</option>
          {allowed
            .filter(({ name }) => index === 0 || name !== chosen[0]?.name)
            .map((field) => (
              <option key={field.name} value={field.name}>
                {labelOf(field.label)}
              </option>
            ))}
        </select>
      </label>
      {chosen[index]?.span && (
        <label>
          {t('list:span')}
          <select
            className={inputs.input}
            value={chosen[index].span}
            onChange={(event) => setSpan(index, event.target.value as Span)}
          >
            {kSpans.map((span) => (
              <option key={span} value={span}>
                {t(`list:span.${span}`)}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button kind="quiet" small icon={IconLayoutList} className={columns.open}>
          {t(chosen.length > 0 ? 'list:groupedBy' : 'list:group', {
            fields: chosen.map((field) => labelOf(field.label)).join(', '),
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
