// SPDX-License-Identifier: Apache-2.0
// The sidebar: company, search, groups, state of the data, me. 224 px, or 56 when collapsed.
import { Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnread } from '@/api/notifications';
import { useDefinitions, useMe } from '@/api/session';
import { IconChevronDown, IconChevronRight, IconLayoutSidebar, IconSearch } from '@/base/icons';
import { Kbd } from '@/base/Kbd';
import { ObjectIcon } from '@/base/ObjectIcon';
import { JobsBeacon } from '@/features/jobs/JobsBeacon';
import { hrefOf, isAt, leads, nameOf, withOwnObjects, type Entry, type Group } from './navigation';
import { DataState } from './DataState';
import { UserMenu } from './UserMenu';
import css from './Sidebar.module.css';

interface SidebarProps {
  path: string;
  narrow: boolean;
  toggle: () => void;
  search: () => void;
  keyboard: () => void;
}

// How many notices wait for me.
function Waiting() {
  const { t } = useTranslation();
  const unread = useUnread();
  if (unread === 0) return null;
  return (
    <span className={css.waiting}>
      <span aria-hidden>{unread > 99 ? '99+' : unread}</span>
      <span className="hidden-text">{t('inbox:waiting', { count: unread })}</span>
    </span>
  );
}

function NavigationEntry({ entry, path, narrow }: { entry: Entry; path: string; narrow: boolean }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const object = 'object' in entry ? objects.get(entry.object) : undefined;
  if ('object' in entry && !object) return null;
  const href = hrefOf(entry);
  const label = nameOf(entry, objects, t);
  const active = isAt(entry, path);
  const Icon = 'object' in entry ? null : entry.icon;
  return (
    <li>
      <Tooltip label={label} position="right" disabled={!narrow}>
        <a
          className={css.entry}
          href={href}
          aria-current={active ? 'page' : undefined}
          aria-label={narrow ? label : undefined}
        >
          {Icon ? (
            <Icon size={17} stroke={active ? 2 : 1.75} aria-hidden />
          ) : (
            <ObjectIcon name={object!.views?.icon} active={active} />
          )}
          <span className={css.label}>{label}</span>
          {'waiting' in entry && entry.waiting && <Waiting />}
        </a>
      </Tooltip>
    </li>
  );
}

function NavigationGroup({ group, path, narrow }: { group: Group; path: string; narrow: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const { objects, ready } = useDefinitions();
  const kStored = `clientela.group.${group.label}`;
  const [open, setOpen] = useState(
    () => (localStorage.getItem(kStored) ?? (group.folded ? 'closed' : 'open')) === 'open',
  );
  const entries = group.entries.filter(
    (entry) => (!('object' in entry) && !entry.sums) || (ready && leads(entry, objects)),
  );
  if (entries.length === 0 || (group.administration && !me.administers)) return null;
  const toggle = () => {
    localStorage.setItem(kStored, open ? 'closed' : 'open');
    setOpen(!open);
  };
  return (
    <div className={css.group}>
      {group.label && !narrow && (
        <button type="button" className={css.heading} aria-expanded={open} onClick={toggle}>
          {t(group.label)}
          {open ? (
            <IconChevronDown size={14} stroke={1.75} aria-hidden />
          ) : (
            <IconChevronRight size={14} stroke={1.75} aria-hidden />
          )}
        </button>
      )}
      {(open || (narrow && !group.folded)) && (
        <ul>
          {entries.map((entry) => (
            <NavigationEntry key={hrefOf(entry)} entry={entry} path={path} narrow={narrow} />
          ))}
        </ul>
      )}
    </div>
  );
}

export function Sidebar({ path, narrow, toggle, search, keyboard }: SidebarProps) {
  const { objects } = useDefinitions();
  const { t } = useTranslation();
  const me = useMe();
  const toggleLabel = t(narrow ? 'shell:widen' : 'shell:narrow');
  return (
    <aside className={css.side} data-narrow={narrow || undefined}>
      <div className={css.company}>
        <img src="./mark.svg" alt="" width={24} height={24} />
        <span className={css.name}>{me.company.name}</span>
        <Tooltip label={toggleLabel}>
          <button
            type="button"
            className={css.collapse}
            aria-label={toggleLabel}
            aria-expanded={!narrow}
            onClick={toggle}
          >
            <IconLayoutSidebar size={17} stroke={1.75} aria-hidden />
          </button>
        </Tooltip>
      </div>
      <button
        type="button"
        className={css.search}
        onClick={search}
        aria-label={t('shell:search')}
        aria-keyshortcuts="Control+K"
      >
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <span className={css.label}>{t('shell:searchField')}</span>
        {!narrow && <Kbd>Ctrl K</Kbd>}
      </button>
      <nav className={css.groups} aria-label={t('shell:navigation')}>
        {withOwnObjects(objects).map((group) => (
          <NavigationGroup key={group.label ?? ''} group={group} path={path} narrow={narrow} />
        ))}
      </nav>
      <div className={css.foot}>
        {me.company.demonstration && !narrow && (
          <span className={css.demonstration}>{t('shell:demonstration')}</span>
        )}
        <JobsBeacon narrow={narrow} />
        <DataState narrow={narrow} />
        <UserMenu narrow={narrow} keyboard={keyboard} />
      </div>
    </aside>
  );
}
