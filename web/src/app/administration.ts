// SPDX-License-Identifier: Apache-2.0
// The area "Administración": its pages in groups, each with one line that says what it is for. The
// sidebar and the page #/administration show this list; a page of the area stands in
// AdministrationFrame.
import {
  IconAdjustments,
  IconBuilding,
  IconColumns3,
  IconHistory,
  IconKey,
  IconLayoutList,
  IconPackage,
  IconProgress,
  IconUpload,
  IconUsersGroup,
} from '@/base/icons';
import type { Entry, PageEntry } from './navigation';

export type AdministrationEntry =
  | (PageEntry & { hint: string }) // text key
  | { object: string; hint: string };

export interface AdministrationGroup {
  key: string;
  label: string; // text key
  entries: AdministrationEntry[];
}

export const kAdministration: AdministrationGroup[] = [
  {
    key: 'people',
    label: 'administration:group.people',
    entries: [
      {
        key: 'people',
        href: '#/people',
        icon: IconUsersGroup,
        label: 'shell:people',
        hint: 'administration:hint.people',
      },
      { object: 'users', hint: 'administration:hint.users' },
      { object: 'teams', hint: 'administration:hint.teams' },
      { object: 'territories', hint: 'administration:hint.territories' },
      { object: 'roles', hint: 'administration:hint.roles' },
      {
        key: 'tokens',
        href: '#/administration/tokens',
        icon: IconKey,
        label: 'administration:tokens',
        hint: 'administration:hint.tokens',
      },
    ],
  },
  {
    key: 'company',
    label: 'administration:group.company',
    entries: [
      {
        key: 'company',
        href: '#/administration/company',
        icon: IconBuilding,
        label: 'administration:company',
        hint: 'administration:hint.company',
      },
      { object: 'exchange_rates', hint: 'administration:hint.exchange_rates' },
      { object: 'pipelines', hint: 'administration:hint.pipelines' },
      { object: 'stages', hint: 'administration:hint.stages' },
      { object: 'loss_reasons', hint: 'administration:hint.loss_reasons' },
    ],
  },
  {
    key: 'shape',
    label: 'administration:group.shape',
    entries: [
      {
        key: 'fields',
        href: '#/administration/fields',
        icon: IconColumns3,
        label: 'definitions:fields',
        hint: 'administration:hint.fields',
      },
      {
        key: 'objects',
        href: '#/administration/objects',
        icon: IconPackage,
        label: 'definitions:objects',
        hint: 'administration:hint.objects',
      },
      {
        key: 'layouts',
        href: '#/administration/layouts',
        icon: IconLayoutList,
        label: 'definitions:layouts',
        hint: 'administration:hint.layouts',
      },
      {
        key: 'customization',
        href: '#/administration/customization',
        icon: IconAdjustments,
        label: 'definitions:customization',
        hint: 'administration:hint.customization',
      },
    ],
  },
  {
    key: 'data',
    label: 'administration:group.data',
    entries: [
      {
        key: 'import',
        href: '#/import',
        icon: IconUpload,
        label: 'shell:import',
        hint: 'administration:hint.import',
      },
      {
        key: 'log',
        href: '#/administration/log',
        icon: IconHistory,
        label: 'administration:log',
        hint: 'administration:hint.log',
      },
      {
        key: 'jobs',
        href: '#/jobs',
        icon: IconProgress,
        label: 'shell:jobs',
        hint: 'administration:hint.jobs',
      },
    ],
  },
];

export const administrationEntries = (): Entry[] =>
  kAdministration.flatMap((group) => group.entries);
