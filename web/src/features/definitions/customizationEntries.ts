// SPDX-License-Identifier: Apache-2.0
// What is not as shipped, as lines that lead to where it is changed.
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import { currentLanguage, labelOf } from '@/base/i18n/i18n';
import { manyLabel } from '@/records/fields';
import type { Customization, ObjectChange } from './api';

export interface Entry {
  key: string;
  text: string;
  href?: string;
}

type NameOf = (object: string) => string;

const fieldHref = (object: string, field: string) =>
  `#/administration/fields?object=${object}&field=${field}`;

const ownObjects = ({ document }: Customization) =>
  (document.objects ?? []).filter((object) => !object.options_of);

const objectEntries = (data: Customization): Entry[] =>
  ownObjects(data).map((object) => ({
    key: object.name,
    text: object.label[currentLanguage()][1],
    href: `#/administration/fields?object=${object.name}`,
  }));

function fieldEntries(data: Customization, nameOf: NameOf): Entry[] {
  const parts: [string, ObjectChange][] = [
    ...Object.entries(data.document.changes ?? {}),
    ...ownObjects(data).map(({ name, fields, many_links }): [string, ObjectChange] => [
      name,
      { fields, many_links },
    ]),
  ];
  return parts.flatMap(([object, { fields = [], many_links = [] }]) =>
    [...fields, ...many_links].map((field) => ({
      key: `${object}.${field.name}`,
      text: `${nameOf(object)}: ${labelOf(field.label)}`,
      href: fieldHref(object, field.name),
    })),
  );
}

const wordEntries = (data: Customization, nameOf: NameOf): Entry[] =>
  Object.entries(data.document.changes ?? {}).flatMap(([object, change]) => [
    ...(change.label
      ? [{ key: object, text: nameOf(object), href: '#/administration/objects' }]
      : []),
    ...Object.entries(change.overrides ?? {}).map(([field, said]) => ({
      key: `${object}.${field}`,
      text: `${nameOf(object)}: ${labelOf(said.label) || field}`,
      href: fieldHref(object, field),
    })),
  ]);

const roleEntries = (data: Customization): Entry[] =>
  data.roles.map((role) => ({
    key: role.name,
    text: currentLanguage() === 'en' ? role.label_en : role.label_es,
  }));

const viewEntries = (data: Customization, nameOf: NameOf): Entry[] =>
  data.views.map((view, index) => ({
    key: `${view.object}.${view.name}.${index}`,
    text: `${nameOf(view.object)}: ${view.name}`,
  }));

export function useEntries(data: Customization | undefined): [string, Entry[]][] {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  if (!data) return [];
  const nameOf = (object: string) => {
    const known = objects.get(object);
    return known ? manyLabel(known) : object;
  };
  const layouts = data.layouts.map(({ scope, role, place }) => ({
    key: `${scope}.${role ?? ''}.${place}`,
    text: `${role ?? t('definitions:everybody')}: ${
      place === 'home' ? t('definitions:home') : nameOf(place)
    }`,
    href: `#/administration/layouts?place=${place}`,
  }));
  return [
    ['objects', objectEntries(data)],
    ['fields', fieldEntries(data, nameOf)],
    ['words', wordEntries(data, nameOf)],
    ['layouts', layouts],
    ['roles', roleEntries(data)],
    ['views', viewEntries(data, nameOf)],
  ];
}
