// SPDX-License-Identifier: Apache-2.0
// What the palette offers besides records: pages to go to and acts to do.
import { useMantineColorScheme, useComputedColorScheme } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { may, saveLanguage, seesSums, useDefinitions, useMe, useSignOut } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { createHref, listHref, useGo } from '@/base/address';
import { currentLanguage, labelOf, setLanguage } from '@/base/i18n/i18n';
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

export interface Choice {
  key: string;
  label: string;
  icon: TablerIcon;
  href?: string;
  run: () => void;
}

const one = (object: ObjectDefinition) =>
  labelOf({ es: object.label.es[0], en: object.label.en[0] });
const many = (object: ObjectDefinition) =>
  labelOf({ es: object.label.es[1], en: object.label.en[1] });
const small = (label: string) => label.charAt(0).toLocaleLowerCase() + label.slice(1);

// What people make by hand, in this order; the rest is administration.
const kCreated = ['accounts', 'contacts', 'opportunities', 'leads', 'activities', 'products'];
const kParts = /_(lines|members|contacts|points|links|changes|grants|teams|territories)$/;

export function useChoices(): { pages: Choice[]; acts: Choice[] } {
  const { t } = useTranslation();
  const go = useGo();
  const me = useMe();
  const signOut = useSignOut();
  const { objects } = useDefinitions();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return useMemo(() => {
    const page = (key: string, label: string, icon: TablerIcon, href: string): Choice => ({
      key,
      label,
      icon,
      href,
      run: () => go(href),
    });
    const listed = [...objects.values()].filter(
      (object) =>
        may(object, 'read') &&
        !kParts.test(object.name) &&
        object.name !== 'views' &&
        (!object.administered || me.administers || object.name === 'products'),
    );
    const pages = [
      page('home', t('shell:home'), IconSun, '#/'),
      ...listed.map((object) =>
        page(object.name, many(object), iconNamed(object.views?.icon), listHref(object.name)),
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
      ...(me.administers
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
    const acts: Choice[] = [
      ...kCreated
        .flatMap((name) => objects.get(name) ?? [])
        .filter((object) => may(object, 'create'))
        .map((object) => ({
          key: `create ${object.name}`,
          label: t('search:create', { thing: small(one(object)) }),
          icon: IconPlus,
          href: createHref(object.name),
          run: () => go(createHref(object.name)),
        })),
      {
        key: 'language',
        label: t('search:otherLanguage'),
        icon: IconLanguage,
        run: () => {
          const next = currentLanguage() === 'es' ? 'en' : 'es';
          void setLanguage(next);
          void saveLanguage(next).catch(() => undefined);
        },
      },
      {
        key: 'scheme',
        label: t(scheme === 'dark' ? 'search:light' : 'search:dark'),
        icon: scheme === 'dark' ? IconSun : IconMoon,
        run: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark'),
      },
      {
        key: 'signOut',
        label: t('shell:signOut'),
        icon: IconLogout,
        run: () => void mayLeave().then((leave) => (leave ? signOut() : undefined)),
      },
    ];
    return { pages, acts };
  }, [t, go, me, signOut, objects, setColorScheme, scheme]);
}
