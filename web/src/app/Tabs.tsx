// SPDX-License-Identifier: Apache-2.0
// The phone's five tabs, within reach of the thumb; the last opens everything else.
import { Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions, useMe } from '@/api/session';
import { IconDots, IconSearch } from '@/base/icons';
import { ObjectIcon } from '@/base/ObjectIcon';
import { hrefOf, isAt, kTabs, leads, nameOf, withOwnObjects, type Entry } from './navigation';
import { UserMenuItems } from './UserMenu';
import css from './Tabs.module.css';

function EntryIcon({ entry, active = false }: { entry: Entry; active?: boolean }) {
  const { objects } = useDefinitions();
  if ('object' in entry)
    return <ObjectIcon name={objects.get(entry.object)?.views?.icon} size={22} active={active} />;
  const Icon = entry.icon;
  return <Icon size={22} stroke={active ? 2 : 1.75} aria-hidden />;
}

// What may be opened and has no tab. Of the administration its overview stands here; that lists the
// rest.
function useRest(): Entry[] {
  const me = useMe();
  const { objects } = useDefinitions();
  return withOwnObjects(objects)
    .filter((group) => !group.administration || me.administers)
    .flatMap((group) => (group.administration ? group.entries.slice(0, 1) : group.entries))
    .filter((entry) => leads(entry, objects))
    .filter((entry) => !kTabs.some((tab) => hrefOf(tab) === hrefOf(entry)));
}

function More({ search }: { search: () => void }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const rest = useRest();
  const [open, setOpen] = useState(false);
  return (
    <Menu opened={open} onChange={setOpen} position="top-end" width={260} menuItemTabIndex={0}>
      <Menu.Target>
        <button type="button" className={css.tab} aria-expanded={open}>
          <IconDots size={22} stroke={1.75} aria-hidden />
          <span>{t('shell:more')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" className={css.dropdown}>
        <Menu.Item
          leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
          onClick={search}
        >
          {t('shell:search')}
        </Menu.Item>
        {rest.map((entry) => (
          <Menu.Item
            key={hrefOf(entry)}
            component="a"
            href={hrefOf(entry)}
            leftSection={<EntryIcon entry={entry} />}
          >
            {nameOf(entry, objects, t)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <UserMenuItems />
      </Menu.Dropdown>
    </Menu>
  );
}

export function Tabs({ path, search }: { path: string; search: () => void }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const shown = kTabs.filter((entry) => leads(entry, objects));
  return (
    <nav className={css.tabs} aria-label={t('shell:navigation')}>
      {shown.map((entry) => {
        const active = isAt(entry, path);
        return (
          <a
            key={hrefOf(entry)}
            href={hrefOf(entry)}
            className={css.tab}
            aria-current={active ? 'page' : undefined}
          >
            <EntryIcon entry={entry} active={active} />
            <span>{nameOf(entry, objects, t)}</span>
          </a>
        );
      })}
      <More search={search} />
    </nav>
  );
}
