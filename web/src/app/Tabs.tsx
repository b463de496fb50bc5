// SPDX-License-Identifier: Apache-2.0
// The phone's five tabs, within reach of the thumb; the last opens everything else.
import { Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions, useMe } from '@/api/session';
import { listHref } from '@/base/address';
import { labelOf } from '@/base/i18n/i18n';
import { IconDots, IconSearch } from '@/base/icons';
import { ObjectIcon } from '@/base/ObjectIcon';
import { kTabs, leads, withOwnObjects, type Entry } from './navigation';
import { UserMenuItems } from './UserMenu';
import css from './Tabs.module.css';

export function Tabs({ path, search }: { path: string; search: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { objects } = useDefinitions();
  const [more, setMore] = useState(false);
  const hrefOf = (entry: Entry) => ('object' in entry ? listHref(entry.object) : entry.href);
  const labelFor = (entry: Entry) => {
    const object = 'object' in entry ? objects.get(entry.object) : undefined;
    if ('object' in entry)
      return object ? labelOf({ es: object.label.es[1], en: object.label.en[1] }) : '';
    return t(entry.label);
  };
  const iconOf = (entry: Entry, active: boolean) => {
    if ('object' in entry)
      return <ObjectIcon name={objects.get(entry.object)?.views?.icon} size={22} active={active} />;
    const Icon = entry.icon;
    return <Icon size={22} stroke={active ? 2 : 1.75} aria-hidden />;
  };
  const isActive = (href: string) =>
    href === '#/' ? path === '/' : path.startsWith(href.slice(1));
  const shown = (entry: Entry) => leads(entry, objects);
  // Of the administration its overview stands here; that lists the rest.
  const rest = withOwnObjects(objects)
    .filter((group) => !group.administration || me.administers)
    .flatMap((group) => (group.administration ? group.entries.slice(0, 1) : group.entries))
    .filter((entry) => shown(entry) && !kTabs.some((tab) => hrefOf(tab) === hrefOf(entry)));
  return (
    <nav className={css.tabs} aria-label={t('shell:navigation')}>
      {kTabs.filter(shown).map((entry) => {
        const href = hrefOf(entry);
        return (
          <a
            key={href}
            href={href}
            className={css.tab}
            aria-current={isActive(href) ? 'page' : undefined}
          >
            {iconOf(entry, isActive(href))}
            <span>{labelFor(entry)}</span>
          </a>
        );
      })}
      <Menu opened={more} onChange={setMore} position="top-end" width={260} menuItemTabIndex={0}>
        <Menu.Target>
          <button type="button" className={css.tab} aria-expanded={more}>
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
              leftSection={iconOf(entry, false)}
            >
              {labelFor(entry)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <UserMenuItems />
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
