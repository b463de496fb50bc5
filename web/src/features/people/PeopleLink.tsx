// SPDX-License-Identifier: Apache-2.0
// From the plain lists of users, teams, territories and roles to the page that shows them together.
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { IconUsersGroup } from '@/base/icons';
import css from './People.module.css';

const kTabs: Record<string, string> = {
  users: 'users',
  teams: 'teams',
  territories: 'territories',
  roles: 'roles',
};

export function PeopleLink({ object }: { object: ObjectDefinition }) {
  const { t } = useTranslation();
  const me = useMe();
  const go = useGo();
  if (!me.administers) return null;
  return (
    <Button
      kind="quiet"
      className={css.brief}
      aria-label={t('people:title')}
      icon={IconUsersGroup}
      onClick={() => go(`#/people?tab=${kTabs[object.name] ?? 'users'}`)}
    >
      {t('people:title')}
    </Button>
  );
}
