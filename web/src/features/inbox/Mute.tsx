// SPDX-License-Identifier: Apache-2.0
// Which kinds of notices I want to hear of.
import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { kNoticeKinds, useMute, useMuted, type NoticeKind } from '@/api/notifications';
import { Button } from '@/base/Button';
import { IconBell, IconCheck } from '@/base/icons';

export function Mute() {
  const { t } = useTranslation();
  const { data: muted } = useMuted();
  const mute = useMute();
  const toggle = (kind: NoticeKind) => {
    const present = muted ?? [];
    mute.mutate(
      present.includes(kind) ? present.filter((other) => other !== kind) : [...present, kind],
    );
  };
  return (
    <Menu position="bottom-end" width={260} closeOnItemClick={false}>
      <Menu.Target>
        <Button kind="quiet" icon={IconBell} disabled={!muted}>
          {t('inbox:kinds')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('inbox:kindsHelp')}</Menu.Label>
        {kNoticeKinds.map((kind) => (
          <Menu.Item
            key={kind}
            role="menuitemcheckbox"
            aria-checked={!muted?.includes(kind)}
            onClick={() => toggle(kind)}
            rightSection={muted?.includes(kind) ? null : <IconCheck size={15} aria-hidden />}
          >
            {t(`inbox:kind.${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
