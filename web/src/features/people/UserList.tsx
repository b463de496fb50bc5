// SPDX-License-Identifier: Apache-2.0
// Who works here: role, team, whether they may sign in and when they last did.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '@/api/client';
import { linkLabel, useFewRecords } from '@/api/records';
import type { Page, StoredRecord } from '@/api/types';
import { recordHref } from '@/base/address';
import { Dot } from '@/base/Chip';
import { formatNumber } from '@/base/format';
import { IconSearch } from '@/base/icons';
import { When } from '@/base/Money';
import { Who } from '@/base/Who';
import { RoleName } from '@/records/value/RoleName';
import { UserMenu } from './UserMenu';
import { Whole } from './Whole';
import css from './People.module.css';

const kMost = 200;

const useSignIns = () =>
  useQuery({
    queryKey: ['sign-ins'],
    queryFn: ({ signal }) =>
      get<{ value: { user_id: string; signed_in_at: string }[] }>('api/v1/audit/sign-ins', {
        signal,
      }),
  });

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
const holds = (text: string, typed: string) =>
  folded(typed)
    .split(/\s+/)
    .every((part) => folded(text).includes(part));

export function UserList() {
  const list = useFewRecords('users', { orderby: 'name', top: kMost });
  return <Whole list={list}>{(page) => <Users page={page} />}</Whole>;
}

function Access({ user }: { user: StoredRecord }) {
  const { t } = useTranslation();
  if (user.active !== true) return <Dot>{t('people:access.disabled')}</Dot>;
  return user.email ? (
    <Dot tone="ok">{t('people:access.yes')}</Dot>
  ) : (
    <Dot tone="attention">{t('people:access.noEmail')}</Dot>
  );
}

function UserRow({
  user,
  signedIn,
}: {
  user: StoredRecord;
  signedIn: string | null | undefined; // null: never; undefined: not known yet
}) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">
        <a href={recordHref('users', user.id)}>
          <Who name={String(user.name)} />
        </a>
        <span className={css.under}>
          <RoleName record={user} />
        </span>
      </th>
      <td data-minor>
        {user.email ? String(user.email) : <span className={css.none}>{t('people:noEmail')}</span>}
      </td>
      <td data-minor>
        <RoleName record={user} />
      </td>
      <td data-minor>{linkLabel(user, 'team_id').label}</td>
      <td>
        <Access user={user} />
      </td>
      <td data-minor className={css.when}>
        {signedIn ? (
          <When value={signedIn} />
        ) : (
          <span className={css.none}>{signedIn === null ? t('people:neverSignedIn') : ''}</span>
        )}
      </td>
      <td>
        <UserMenu user={user} />
      </td>
    </tr>
  );
}

function UserHead() {
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        <th scope="col">{t('people:name')}</th>
        <th scope="col" data-minor>
          {t('people:email')}
        </th>
        <th scope="col" data-minor>
          {t('people:role')}
        </th>
        <th scope="col" data-minor>
          {t('people:team')}
        </th>
        <th scope="col">{t('people:access')}</th>
        <th scope="col" data-minor>
          {t('people:lastSignIn')}
        </th>
        <th>
          <span className="hidden-text">{t('base:acts')}</span>
        </th>
      </tr>
    </thead>
  );
}

function Users({ page }: { page: Page }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { data: signIns } = useSignIns();
  const lastSignIn =
    signIns && new Map(signIns.value.map((one) => [one.user_id, one.signed_in_at]));
  const more = page['@odata.nextLink'] !== undefined;
  const shown = typed.trim()
    ? page.value.filter((user) => holds(`${String(user.name)} ${String(user.email ?? '')}`, typed))
    : page.value;
  return (
    <>
      <label className={css.search}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <input
          type="search"
          value={typed}
          placeholder={t('people:find')}
          aria-label={t('people:find')}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <table className={css.table}>
        <UserHead />
        <tbody>
          {shown.map((user) => (
            <UserRow
              key={user.id}
              user={user}
              signedIn={lastSignIn && (lastSignIn.get(user.id) ?? null)}
            />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p className={css.hint}>{t('people:nobody')}</p>}
      {more && (
        <p className={css.hint}>
          {t('people:first', { count: kMost, shown: formatNumber(kMost) })}{' '}
          <a href="#/users">{t('people:allUsers')}</a>
        </p>
      )}
    </>
  );
}
