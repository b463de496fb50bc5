// SPDX-License-Identifier: Apache-2.0
// The saved views of an object as tabs, each with its count; the quick search, the columns, the
// bin.
import { Menu } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCount } from '@/api/records';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { formatNumber } from '@/base/format';
import { IconButton } from '@/base/Button';
import {
  IconDots,
  IconLayoutList,
  IconRestore,
  IconSearch,
  IconTrash,
  IconUser,
  IconUsersGroup,
  IconWorld,
  IconX,
} from '@/base/icons';
import { useShortcut } from '@/base/shortcuts';
import { manyLabel } from '../fields';
import { ColumnsMenu } from './ColumnsMenu';
import { GroupMenu } from './GroupMenu';
import { kNothing, type ListState } from './useListState';
import { ViewMenu } from './ViewMenu';
import css from './ViewTabs.module.css';

function ViewTab({
  object,
  view,
  active,
  choose,
}: {
  object: ObjectDefinition;
  view: StoredRecord;
  active: boolean;
  choose: () => void;
}) {
  const { data: count } = useCount(object.name, { filter: (view.filter as string) || undefined });
  const Icon =
    view.shared === 'private' ? IconUser : view.shared === 'team' ? IconUsersGroup : IconWorld;
  return (
    <button type="button" className={css.tab} aria-pressed={active} onClick={choose}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <span className={css.name}>{view.name as string}</span>
      {count !== undefined && <span className={`${css.count} figures`}>{formatNumber(count)}</span>}
    </button>
  );
}

function QuickSearch({ state, object }: { state: ListState; object: ObjectDefinition }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(state.quick);
  const asked = useRef(state.quick);
  const apply = useDebouncedCallback((text: string) => {
    asked.current = text;
    state.change({ q: text || undefined }, { replace: true });
  }, 250);
  // A link, a step back or «Quitar la búsqueda» asked for something else than this box did.
  useEffect(() => {
    if (state.quick === asked.current) return;
    asked.current = state.quick;
    apply.cancel();
    setTyped(state.quick);
  }, [state.quick, apply]);
  useShortcut('b', t('list:searchHere'), 'list', () => input.current?.focus());
  return (
    <label className={css.search}>
      <IconSearch size={15} stroke={1.75} aria-hidden />
      <input
        ref={input}
        type="search"
        value={typed}
        placeholder={t('list:searchIn', { things: manyLabel(object).toLocaleLowerCase() })}
        aria-label={t('list:searchHere')}
        onChange={(event) => {
          setTyped(event.target.value);
          apply(event.target.value.trim());
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          apply.cancel();
          asked.current = '';
          setTyped('');
          state.change({ q: undefined }, { replace: true });
          event.currentTarget.blur();
        }}
      />
    </label>
  );
}

function BinMenu({ state }: { state: ListState }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton icon={IconDots} label={t('records:more')} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
          onClick={() =>
            state.change({ bin: state.bin ? undefined : '1', view: undefined, filter: undefined })
          }
        >
          {t(state.bin ? 'list:leaveBin' : 'list:bin')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href="#/bin"
          leftSection={<IconRestore size={16} stroke={1.75} aria-hidden />}
        >
          {t('list:wholeBin')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function ViewTabs({ object, state }: { object: ObjectDefinition; state: ListState }) {
  const { t } = useTranslation();
  const strip = useRef<HTMLDivElement>(null);
  const first = state.views.slice(0, 8);
  const shown = state.view && !first.includes(state.view) ? [...first, state.view] : first;
  const choose = (view: string | undefined) =>
    state.change({
      view: view ?? (state.hasFirst ? kNothing : undefined),
      filter: undefined,
      sort: undefined,
      group: undefined,
      bin: undefined,
    });
  useShortcut('v', t('list:views'), 'list', () => strip.current?.querySelector('button')?.focus());
  return (
    <div className={css.bar}>
      <div className={`${css.tabs} scrolls`} ref={strip} role="group" aria-label={t('list:views')}>
        <button
          type="button"
          className={css.tab}
          aria-pressed={!state.view && !state.bin}
          onClick={() => choose(undefined)}
        >
          <IconLayoutList size={16} stroke={1.75} aria-hidden />
          <span className={css.name}>{t('list:all')}</span>
        </button>
        {shown.map((view) => (
          <Fragment key={view.id}>
            <ViewTab
              object={object}
              view={view}
              active={state.view?.id === view.id && !state.bin}
              choose={() => choose(view.id)}
            />
            {state.view?.id === view.id && !state.bin && <ViewMenu object={object} state={state} />}
          </Fragment>
        ))}
        {state.bin && (
          <button type="button" className={css.tab} aria-pressed onClick={() => choose(undefined)}>
            <IconTrash size={16} stroke={1.75} aria-hidden />
            {t('list:bin')}
            <IconX size={14} stroke={1.75} aria-hidden />
          </button>
        )}
      </div>
      <QuickSearch state={state} object={object} />
      {!state.bin && <GroupMenu object={object} state={state} />}
      <ColumnsMenu object={object} columns={state.columns} change={state.setColumns} />
      <BinMenu state={state} />
    </div>
  );
}
