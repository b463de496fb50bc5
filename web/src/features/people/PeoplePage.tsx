// SPDX-License-Identifier: Apache-2.0
// People and teams, for administrators: tabs over users, the two trees, roles, and the
// demonstration data.
import { useTranslation } from 'react-i18next';
import { may, useDefinitions, useMe } from '@/api/session';
import { createHref, useAddress, useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { IconPlus } from '@/base/icons';
import { Empty } from '@/base/State';
import { oneLabel } from '@/records/fields';
import { OneTimeLink } from '@/records/page/OneTimeLink';
import { PageBar } from '@/ui/PageBar';
import { PillTabs, pillTabId } from '@/ui/PillTabs';
import { Demonstration } from './Demonstration';
import { RoleList } from './RoleList';
import { TeamTree } from './TeamTree';
import { UserList } from './UserList';
import css from './People.module.css';

const kTabs = ['users', 'teams', 'territories', 'roles', 'demonstration'] as const;
type Tab = (typeof kTabs)[number];

export function PeoplePage() {
  const { t } = useTranslation();
  const me = useMe();
  const go = useGo();
  const { objects } = useDefinitions();
  const { search, change } = useAddress();
  if (!me.administers)
    return (
      <Empty title={t('shell:notFound')}>
        <a href="#/">{t('shell:goHome')}</a>
      </Empty>
    );
  const tabs = kTabs.filter((name) =>
    name === 'demonstration'
      ? me.company.demonstration || search.tab === 'demonstration'
      : objects.has(name),
  );
  const tab: Tab = tabs.find((name) => name === search.tab) ?? 'users';
  const object = objects.get(tab);
  return (
    <>
      <PageBar title={t('people:title')}>
        {object && may(object, 'create') && !search.role && (
          <Button kind="filled" icon={IconPlus} onClick={() => go(createHref(object.name))}>
            {t('people:create', { thing: oneLabel(object).toLocaleLowerCase() })}
          </Button>
        )}
      </PageBar>
      <PillTabs
        label={t('people:title')}
        panel="people"
        tabs={tabs.map((name) => ({ key: name, label: t(`people:tab.${name}`) }))}
        chosen={tab}
        choose={(name) => change({ tab: name, role: undefined }, { replace: true })}
      />
      <div
        id="people"
        role="tabpanel"
        aria-labelledby={pillTabId('people', tab)}
        className={css.page}
      >
        {tab === 'users' && <UserList />}
        {tab === 'teams' && <TeamTree key="teams" object="teams" />}
        {tab === 'territories' && <TeamTree key="territories" object="territories" />}
        {tab === 'roles' && <RoleList />}
        {tab === 'demonstration' && <Demonstration />}
      </div>
      <OneTimeLink />
    </>
  );
}
