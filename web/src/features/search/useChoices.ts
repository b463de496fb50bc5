// SPDX-License-Identifier: Apache-2.0
// What the palette offers besides records: pages to go to and acts to do.
import { useMantineColorScheme, useComputedColorScheme } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { may, saveLanguage, seesSums, useDefinitions, useMe, useSignOut } from '@/api/session';
import { createHref, listHref, useGo } from '@/base/address';
import { currentLanguage, setLanguage } from '@/base/i18n/i18n';
import {
  IconBuilding,
  IconColumns3,
  IconHistory,
  IconInbox,
  IconLanguage,
  IconLayoutList,
  IconLogout,
  IconMoon,
  IconPlus,
  IconProgress,
  IconSun,
  IconTrash,
  IconTrendingUp,
  IconUpload,
  IconUsersGroup,
} from '@/base/icons';
import { iconNamed } from '@/base/ObjectIcon';
import { mayLeave } from '@/base/unsaved';
import { inSentence, manyLabel, oneLabel } from '@/records/fields';

export interface Choice {
  key: string;
  label: string;
  icon: TablerIcon;
  href?: string;
  run: () => void;
}

// What people make by hand, in this order; the rest is administration.
const kCreated = [
  'accounts',
  'contacts',
  'opportunities',
  'leads',
  'activities',
  'holdings',
  'products',
];
const kParts = /_(lines|members|contacts|points|links|changes|grants|teams|territories)$/;

function useGoTo() {
  const go = useGo();
  return useCallback(
    (key: string, label: string, icon: TablerIcon, href: string): Choice => ({
      key,
      label,
      icon,
      href,
      run: () => go(href),
    }),
    [go],
  );
}

function usePages(): Choice[] {
  const { t } = useTranslation();
  const page = useGoTo();
  const { administers } = useMe();
  const { objects } = useDefinitions();
  return useMemo(() => {
    const listed = [...objects.values()].filter(
      (object) =>
        may(object, 'read') &&
        !kParts.test(object.name) &&
        object.name !== 'views' &&
        (!object.administered || administers || object.name === 'products'),
    );
    return [
      page('home', t('shell:home'), IconSun, '#/'),
      ...listed.map((object) =>
        page(object.name, manyLabel(object), iconNamed(object.views?.icon), listHref(object.name)),
      ),
      ...(objects.has('opportunities')
        ? [page('board', t('search:board'), IconColumns3, '#/opportunities?view=board')]
        : []),
      ...(seesSums(objects.get('opportunities'))
        ? [page('forecast', t('shell:forecast'), IconTrendingUp, '#/forecast')]
        : []),
      page('inbox', t('inbox:title'), IconInbox, '#/inbox'),
      page('jobs', t('jobs:title'), IconProgress, '#/jobs'),
      page('bin', t('bin:title'), IconTrash, '#/bin'),
      ...(administers
        ? [
            page('import', t('shell:import'), IconUpload, '#/import'),
            page('people', t('search:people'), IconUsersGroup, '#/people'),
            page('fields', t('definitions:fields'), IconColumns3, '#/administration/fields'),
            page('layouts', t('definitions:layouts'), IconLayoutList, '#/administration/layouts'),
            page('company', t('settings:title'), IconBuilding, '#/administration/company'),
            page('log', t('log:title'), IconHistory, '#/administration/log'),
          ]
        : []),
    ];
  }, [t, page, administers, objects]);
}

function useCreating(): Choice[] {
  const { t } = useTranslation();
  const page = useGoTo();
  const { objects } = useDefinitions();
  return useMemo(
    () =>
      kCreated
        .flatMap((name) => objects.get(name) ?? [])
        .filter((object) => may(object, 'create'))
        .map((object) =>
          page(
            `create ${object.name}`,
            t('search:create', { thing: inSentence(oneLabel(object)) }),
            IconPlus,
            createHref(object.name),
          ),
        ),
    [t, page, objects],
  );
}

function toOtherLanguage() {
  const next = currentLanguage() === 'es' ? 'en' : 'es';
  void setLanguage(next);
  void saveLanguage(next).catch(() => undefined);
}

// Language, colours and leaving.
function useOwnActs(): Choice[] {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return useMemo(
    () => [
      {
        key: 'language',
        label: t('search:otherLanguage'),
        icon: IconLanguage,
        run: toOtherLanguage,
      },
      {
        key: 'scheme',
        label: t(dark ? 'search:light' : 'search:dark'),
        icon: dark ? IconSun : IconMoon,
        run: () => setColorScheme(dark ? 'light' : 'dark'),
      },
      {
        key: 'signOut',
        label: t('shell:signOut'),
        icon: IconLogout,
        run: () => void mayLeave().then((leave) => (leave ? signOut() : undefined)),
      },
    ],
    [t, signOut, setColorScheme, dark],
  );
}

export function useChoices(): { pages: Choice[]; acts: Choice[] } {
  const pages = usePages();
  const creating = useCreating();
  const own = useOwnActs();
  const acts = useMemo(() => [...creating, ...own], [creating, own]);
  return { pages, acts };
}
