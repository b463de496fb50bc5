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
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconTrash,
  IconUsers,
} from '@/base/icons';
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
          rightSection={
            currentLanguage() === value ? (
              <IconCheck size={15} aria-label={t('base:chosen')} />
            ) : null
          }
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
          rightSection={
            colorScheme === value ? <IconCheck size={15} aria-label={t('base:chosen')} /> : null
          }
        >
          {t(label)}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item
        component="a"
        href="#/layout?scope=me"
        leftSection={<IconLayoutList size={16} stroke={1.75} aria-hidden />}
      >
        {t('definitions:layouts')}
      </Menu.Item>
      <Menu.Item
        component="a"
        href="#/bin"
        leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
      >
        {t('shell:bin')}
      </Menu.Item>
      <Menu.Item
        component="a"
        href="#/delegations"
        leftSection={<IconUsers size={16} stroke={1.75} aria-hidden />}
      >
        {t('shell:delegations')}
      </Menu.Item>
      <Menu.Item
        component="a"
        href="#/tokens"
        leftSection={<IconKey size={16} stroke={1.75} aria-hidden />}
      >
        {t('tokens:mine')}
      </Menu.Item>
      {keyboard && (
        <Menu.Item
          leftSection={<IconKeyboard size={16} stroke={1.75} aria-hidden />}
          onClick={keyboard}
        >
          {t('shell:keyboard')}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconLogout size={16} stroke={1.75} aria-hidden />}
        onClick={() => void signOut()}
      >
        {t('shell:signOut')}
      </Menu.Item>
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
