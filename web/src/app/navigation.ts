// SPDX-License-Identifier: Apache-2.0
// What the sidebar offers, by what people do: groups of objects (shown when they may be read) and
// pages.
import type { TablerIcon } from '@tabler/icons-react';
import { may, seesSums } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { listHref } from '@/base/address';
import { labelOf } from '@/base/i18n/i18n';
import { IconInbox, IconSettings, IconSun, IconTrendingUp } from '@/base/icons';
import { administrationEntries } from './administration';

export interface PageEntry {
  key: string;
  href: string;
  icon: TablerIcon;
  label: string; // text key
  go?: string; // second key of the `G` sequence
  waiting?: boolean; // shows how many unread notices there are
  sums?: boolean; // only for who sees the amounts of opportunities
  exact?: boolean; // shown as the present page only at its own address, not below it
}

export type Entry = { object: string; go?: string } | PageEntry;

export interface Group {
  label: string | null;
  entries: Entry[];
  folded?: boolean;
  administration?: boolean;
}

export const kGroups: Group[] = [
  {
    label: null,
    entries: [
      { key: 'home', href: '#/', icon: IconSun, label: 'shell:home', go: 'h' },
      {
        key: 'inbox',
        href: '#/inbox',
        icon: IconInbox,
        label: 'inbox:title',
        go: 'b',
        waiting: true,
      },
    ],
  },
  {
    label: 'shell:group.customers',
    entries: [
      { object: 'accounts', go: 'c' },
      { object: 'contacts' },
      { object: 'opportunities', go: 'o' },
      { object: 'leads' },
      { object: 'activities' },
      { object: 'holdings' },
    ],
  },
  {
    label: 'shell:group.direction',
    entries: [
      {
        key: 'forecast',
        href: '#/forecast',
        icon: IconTrendingUp,
        label: 'shell:forecast',
        go: 'p',
        sums: true,
      },
    ],
  },
  {
    label: 'shell:group.catalogue',
    entries: [{ object: 'products' }, { object: 'product_groups' }, { object: 'classifications' }],
  },
  {
    label: 'shell:group.administration',
    folded: true,
    administration: true,
    entries: [
      {
        key: 'administration',
        href: '#/administration',
        icon: IconSettings,
        label: 'administration:all',
        exact: true,
      },
      ...administrationEntries(),
    ],
  },
];

// Objects that the company made stand in a group of their own, before the administration; lists of
// options do not.
export function withOwnObjects(objects: Map<string, ObjectDefinition>): Group[] {
  const own = [...objects.values()].filter((object) => object.custom && !object.administered);
  if (own.length === 0) return kGroups;
  const group: Group = {
    label: 'shell:group.own',
    entries: own.map((object) => ({ object: object.name })),
  };
  return [...kGroups.slice(0, -1), group, ...kGroups.slice(-1)];
}

// Whether an entry leads anywhere for whoever these definitions were served to.
export const leads = (entry: Entry, objects: Map<string, ObjectDefinition>): boolean =>
  'object' in entry
    ? may(objects.get(entry.object), 'read')
    : !entry.sums || seesSums(objects.get('opportunities'));

export const hrefOf = (entry: Entry): string =>
  'object' in entry ? listHref(entry.object) : entry.href;

// What an entry is called; an object by its name for many.
export function nameOf(
  entry: Entry,
  objects: Map<string, ObjectDefinition>,
  t: (key: string) => string,
): string {
  if (!('object' in entry)) return t(entry.label);
  const label = objects.get(entry.object)?.label;
  return labelOf(label && { es: label.es[1], en: label.en[1] });
}

// Whether the page at a path is the entry's own or one below it.
export function isAt(entry: Entry, path: string): boolean {
  const own = hrefOf(entry).slice(1);
  const exact = own === '/' || ('exact' in entry && entry.exact);
  return path === own || (!exact && path.startsWith(`${own}/`));
}

// The five tabs of the phone.
export const kTabs: Entry[] = [
  kGroups[0]!.entries[0]!,
  { object: 'accounts' },
  { object: 'opportunities' },
  { object: 'activities' },
];

// What «Nuevo…» (`N`) offers, when it may be created.
export const kCreatable = [
  'accounts',
  'contacts',
  'opportunities',
  'leads',
  'activities',
  'holdings',
  'products',
];
