// SPDX-License-Identifier: Apache-2.0
// What an administrator does with somebody's account: a menu in the list, and on their own page the
// act that is looked for there.
import { Menu } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/client';
import { useSave } from '@/api/records';
import { useMe } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { editHref } from '@/base/address';
import { Button, IconButton } from '@/base/Button';
import { IconDots, IconKey, IconLock, IconPencil, IconRestore, IconTrash } from '@/base/icons';
import { showToast } from '@/base/toasts';
import { showOneTimeLink } from '@/records/page/OneTimeLink';
import { EraseDialog } from './EraseDialog';
import { LeaveDialog } from './LeaveDialog';

function useEnable(user: StoredRecord) {
  const { t } = useTranslation();
  const save = useSave('users');
  return () =>
    save.mutate(
      { record: user, changes: { active: true } },
      {
        onError: (error) =>
          showToast({ text: reasonOf(error, t('people:notSaved')), tone: 'danger' }),
      },
    );
}

function Act({ icon: Icon, text, run }: { icon: TablerIcon; text: string; run: () => void }) {
  return (
    <Menu.Item leftSection={<Icon size={16} stroke={1.75} aria-hidden />} onClick={run}>
      {text}
    </Menu.Item>
  );
}

export function UserMenu({ user }: { user: StoredRecord }) {
  const { t } = useTranslation();
  const me = useMe();
  const name = String(user.name);
  const [dialog, setDialog] = useState<'leave' | 'erase' | null>(null);
  const enable = useEnable(user);
  const active = user.active === true;
  const gone = !active && !user.erased_at;
  return (
    <>
      {dialog === 'leave' && <LeaveDialog user={user} close={() => setDialog(null)} />}
      {dialog === 'erase' && <EraseDialog user={user} close={() => setDialog(null)} />}
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton icon={IconDots} label={t('people:actsFor', { name })} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={editHref('users', user.id)}
            leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />}
          >
            {t('people:edit')}
          </Menu.Item>
          {active && Boolean(user.email) && (
            <Act
              icon={IconKey}
              text={t('people:invite')}
              run={() => showOneTimeLink(user.id, name)}
            />
          )}
          {active && user.id !== me.user.id && (
            <Act icon={IconLock} text={t('people:leave')} run={() => setDialog('leave')} />
          )}
          {gone && <Act icon={IconRestore} text={t('people:enable')} run={enable} />}
          {gone && <Act icon={IconTrash} text={t('people:erase')} run={() => setDialog('erase')} />}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

export function SignOffUser({ record }: { record: StoredRecord }) {
  const { t } = useTranslation();
  const me = useMe();
  const [open, setOpen] = useState(false);
  const isOffered = me.administers && record.id !== me.user.id && !record.deleted_at;
  if (!open && (!isOffered || record.active !== true)) return null;
  return (
    <>
      {record.active === true && (
        <Button icon={IconLock} onClick={() => setOpen(true)}>
          {t('people:leave')}
        </Button>
      )}
      {open && <LeaveDialog user={record} close={() => setOpen(false)} />}
    </>
  );
}
