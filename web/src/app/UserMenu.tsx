// SPDX-License-Identifier: Apache-2.0
// Me: language, colours, keyboard sheet, sign out. A row of the sidebar, or a tab on the phone.
import { Menu, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { saveLanguage, useMe, useSignOut } from '@/api/session';
import { currentLanguage, setLanguage } from '@/base/i18n/i18n';
import {
  IconCheck,
  IconDeviceDesktop,
  IconKey,
  IconKeyboard,
  IconLayoutList,
  IconLock,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconTrash,
  IconUsers,
} from '@/base/icons';
import { mayLeave } from '@/base/unsaved';
import { Face } from '@/base/Who';
import css from './UserMenu.module.css';

const kSchemes = [
  { value: 'light', icon: IconSun, label: 'shell:light' },
  { value: 'dark', icon: IconMoon, label: 'shell:dark' },
  { value: 'auto', icon: IconDeviceDesktop, label: 'shell:auto' },
] as const;

const kLanguages = [
  { value: 'es', label: 'Español' },
  { value: 'en', label: 'English' },
] as const;

const kLinks = [
  { href: '#/layout?scope=me', icon: IconLayoutList, label: 'definitions:layouts' },
  { href: '#/bin', icon: IconTrash, label: 'shell:bin' },
  { href: '#/delegations', icon: IconUsers, label: 'shell:delegations' },
  { href: '#/tokens', icon: IconKey, label: 'tokens:mine' },
  { href: '#/password', icon: IconLock, label: 'login:change' },
] as const;

function Chosen() {
  const { t } = useTranslation();
  return <IconCheck size={15} aria-label={t('base:chosen')} />;
}

export function UserMenuItems({ keyboard }: { keyboard?: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chooseLanguage = (language: 'es' | 'en') => {
    void setLanguage(language);
    void saveLanguage(language).catch(() => undefined);
  };
  return (
    <>
      <Menu.Label>{me.user.email}</Menu.Label>
      <Menu.Label>{t('shell:language')}</Menu.Label>
      {kLanguages.map(({ value, label }) => (
        <Menu.Item
          key={value}
          lang={value}
          onClick={() => chooseLanguage(value)}
          rightSection={currentLanguage() === value && <Chosen />}
        >
          {label}
        </Menu.Item>
      ))}
      <Menu.Label>{t('shell:colours')}</Menu.Label>
      {kSchemes.map(({ value, icon: Icon, label }) => (
        <Menu.Item
          key={value}
          leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
          onClick={() => setColorScheme(value)}
          rightSection={colorScheme === value && <Chosen />}
        >
          {t(label)}
        </Menu.Item>
      ))}
      <Menu.Divider />
      {kLinks.map(({ href, icon: Icon, label }) => (
        <Menu.Item
          key={href}
          component="a"
          href={href}
          leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
        >
          {t(label)}
        </Menu.Item>
      ))}
      {[
        ...(keyboard ? [{ icon: IconKeyboard, label: 'shell:keyboard', run: keyboard }] : []),
        {
          icon: IconLogout,
          label: 'shell:signOut',
          run: () => void mayLeave().then((leave) => (leave ? signOut() : undefined)),
        },
      ].map(({ icon: Icon, label, run }) => (
        <Menu.Item
          key={label}
          leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
          onClick={run}
        >
          {t(label)}
        </Menu.Item>
      ))}
    </>
  );
}

export function UserMenu({ narrow, keyboard }: { narrow: boolean; keyboard: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Menu position="top-start" width={224}>
      <Menu.Target>
        <button
          type="button"
          className={css.me}
          data-narrow={narrow || undefined}
          aria-label={t('shell:me', { name: me.user.name })}
        >
          <Face name={me.user.name} size={24} />
          {!narrow && <span className={css.name}>{me.user.name}</span>}
          {!narrow && <IconSettings size={16} stroke={1.75} aria-hidden />}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <UserMenuItems keyboard={keyboard} />
      </Menu.Dropdown>
    </Menu>
  );
}
