// SPDX-License-Identifier: Apache-2.0
// What can be done with a record as a whole (edit everything, copy the link, to the bin), and the
// notices over one that lies in the bin or may only be read.
import { Menu, type MenuProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linkLabel, useRemove, useRestore } from '@/api/records';
import { may, mayWith, useMe } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { editHref, recordHref } from '@/base/address';
import { Button, IconButton } from '@/base/Button';
import {
  IconCopy,
  IconDots,
  IconEye,
  IconKey,
  IconLock,
  IconPencil,
  IconRestore,
  IconTrash,
} from '@/base/icons';
import { showToast } from '@/base/toasts';
import { titleOf } from '../fields';
import { refusalOf } from '../saveFields';
import { showOneTimeLink } from './OneTimeLink';
import { WhyDialog } from './WhyDialog';
import css from './RecordPage.module.css';

function EditItem({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const icon = <IconPencil size={16} stroke={1.75} aria-hidden />;
  if (!mayWith(object, record, 'update'))
    return (
      <Menu.Item disabled leftSection={icon}>
        {t('records:editAll')}
        <span className={css.reason}>{t('records:mayNotChange')}</span>
      </Menu.Item>
    );
  return (
    <Menu.Item component="a" href={editHref(object.name, record.id)} leftSection={icon}>
      {t('records:editAll')}
    </Menu.Item>
  );
}

function CopyLinkItem({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  return (
    <Menu.Item
      leftSection={<IconCopy size={16} stroke={1.75} aria-hidden />}
      onClick={() =>
        void navigator.clipboard
          ?.writeText(location.href.replace(/#.*/, recordHref(object.name, record.id)))
          .then(() => showToast({ text: t('list:linkCopied') }))
      }
    >
      {t('records:copyLink')}
    </Menu.Item>
  );
}

function BinItem({ allowed, bin }: { allowed: boolean; bin: () => void }) {
  const { t } = useTranslation();
  return (
    <Menu.Item
      leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
      disabled={!allowed}
      onClick={bin}
    >
      {t('records:toBin')}
      {!allowed && <span className={css.reason}>{t('records:mayNotRemove')}</span>}
    </Menu.Item>
  );
}

// To the bin, and back from the toast that says so.
function useBin(object: ObjectDefinition, record: StoredRecord, gone: () => void) {
  const { t } = useTranslation();
  const remove = useRemove(object.name);
  const restore = useRestore(object.name);
  const fail = (error: Error) => showToast({ text: refusalOf(error, null, t), tone: 'danger' });
  return () =>
    remove.mutate(record, {
      onError: fail,
      onSuccess: () => {
        showToast({
          text: t('records:binned', { name: titleOf(object, record) }),
          act: { label: t('base:undo'), run: () => restore.mutate(record.id, { onError: fail }) },
        });
        gone();
      },
    });
}

export function RecordMenu({
  object,
  record,
  gone,
  position = 'bottom-end',
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  gone: () => void;
  position?: MenuProps['position'];
}) {
  const { t } = useTranslation();
  const me = useMe();
  const bin = useBin(object, record, gone);
  const [why, setWhy] = useState(false);
  return (
    <>
      {why && <WhyDialog object={object.name} id={record.id} close={() => setWhy(false)} />}
      <Menu position={position}>
        <Menu.Target>
          <IconButton bordered icon={IconDots} label={t('records:more')} />
        </Menu.Target>
        <Menu.Dropdown>
          {may(object, 'update') && <EditItem object={object} record={record} />}
          <CopyLinkItem object={object} record={record} />
          <Menu.Item
            leftSection={<IconEye size={16} stroke={1.75} aria-hidden />}
            onClick={() => setWhy(true)}
          >
            {t('records:why')}
          </Menu.Item>
          {object.name === 'users' && me.administers && (
            <Menu.Item
              leftSection={<IconKey size={16} stroke={1.75} aria-hidden />}
              onClick={() => showOneTimeLink(record.id, titleOf(object, record))}
            >
              {t('records:oneTimeLink')}
            </Menu.Item>
          )}
          {may(object, 'remove') && !record.deleted_at && (
            <BinItem allowed={mayWith(object, record, 'remove')} bin={bin} />
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

// Over a record that one sees and may not change: nothing below opens an editor, and this is why.
export function ReadOnlyNotice({
  object,
  record,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
}) {
  const { t } = useTranslation();
  if (record.deleted_at || !may(object, 'update') || mayWith(object, record, 'update')) return null;
  const owner = linkLabel(record, 'owner_id').label;
  return (
    <p className={css.notice} data-quiet role="status">
      <IconLock size={16} stroke={1.75} aria-hidden />
      <span>
        {t('records:mayNotChange')} {owner && t('records:ownedBy', { who: owner })}
      </span>
    </p>
  );
}

export function BinNotice({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const restore = useRestore(object.name);
  if (!record.deleted_at) return null;
  return (
    <div className={css.notice} role="status">
      <IconTrash size={16} stroke={1.75} aria-hidden />
      <span>{t('records:inBin')}</span>
      <Button
        small
        icon={IconRestore}
        busy={restore.isPending}
        disabled={!mayWith(object, record, 'remove')}
        onClick={() => restore.mutate(record.id)}
      >
        {t('records:restore')}
      </Button>
    </div>
  );
}
