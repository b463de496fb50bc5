// SPDX-License-Identifier: Apache-2.0
// The roles, how many people have each, and what they are for.
import { useTranslation } from 'react-i18next';
import { useApplied } from '@/api/aggregate';
import { useFewRecords } from '@/api/records';
import type { Page } from '@/api/types';
import { listHref, roleRightsHref, useAddress } from '@/base/address';
import { Chip } from '@/base/Chip';
import { formatNumber } from '@/base/format';
import { purposeOf, RoleRights, roleLabel } from './RoleRights';
import { Whole } from './Whole';
import css from './People.module.css';

export function RoleList() {
  const list = useFewRecords('roles', { top: 100 });
  const { search } = useAddress();
  return (
    <Whole list={list}>
      {(page) => {
        const chosen = page.value.find((role) => role.id === search.role);
        if (!chosen) return <Roles page={page} />;
        return <RoleRights key={`${chosen.id} ${chosen.version}`} role={chosen} />;
      }}
    </Whole>
  );
}

function Roles({ page }: { page: Page }) {
  const { t } = useTranslation();
  const { data: rows } = useApplied('users', 'groupby((role_id),aggregate($count as count))');
  const people = new Map(
    (rows ?? []).map((row) => [String(row.role_id ?? ''), Number(row.count ?? 0)]),
  );
  const roles = [...page.value].sort((a, b) => Number(a.position ?? 99) - Number(b.position ?? 99));
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('people:role')}</th>
          <th scope="col" data-minor>
            {t('people:purpose')}
          </th>
          <th scope="col" data-end>
            {t('people:tab.users')}
          </th>
        </tr>
      </thead>
      <tbody>
        {roles.map((role) => {
          const count = people.get(role.id) ?? 0;
          return (
            <tr key={role.id}>
              <th scope="row">
                <a href={roleRightsHref(role.id)}>{roleLabel(role)}</a>{' '}
                {role.administers === true && <Chip tone="info">{t('people:administers')}</Chip>}
              </th>
              <td data-minor className={css.wrap}>
                {purposeOf(role, t)}
              </td>
              <td data-end className="figures">
                {count > 0 ? (
                  <a href={listHref('users', { filter: `role_id eq '${role.id}'` })}>
                    {formatNumber(count)}
                  </a>
                ) : (
                  0
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
