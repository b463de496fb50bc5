// SPDX-License-Identifier: Apache-2.0
// A record beside its list: the list stays in sight, with its place in it. Not a trap: Esc or the
// cross closes.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useRecord } from '@/api/records';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { recordHref, useGo } from '@/base/address';
import { IconButton } from '@/base/Button';
import { IconExternalLink, IconX } from '@/base/icons';
import { useShortcut } from '@/base/shortcuts';
import { Failure, Skeleton } from '@/base/State';
import { titleOf } from '../fields';
import { Composer } from './Composer';
import { Properties } from './Properties';
import { RecordHeader } from './RecordHeader';
import { BinNotice, ReadOnlyNotice, RecordMenu } from './RecordMenu';
import { RecordTabs } from './RecordTabs';
import { Related } from './Related';
import { Timeline } from './Timeline';
import css from './SidePanel.module.css';

const kParts = ['data', 'history', 'related'] as const;

// The one part of the record that was chosen.
function Part({
  part,
  object,
  record,
}: {
  part: (typeof kParts)[number];
  object: ObjectDefinition;
  record: StoredRecord;
}) {
  if (part === 'data')
    return <Properties object={object} record={record} frozen={Boolean(record.deleted_at)} />;
  if (part === 'related') return <Related object={object} record={record} />;
  return (
    <>
      <Composer key={record.id} object={object} record={record} />
      <Timeline object={object} record={record} />
    </>
  );
}

function PanelBar({
  object,
  id,
  record,
  close,
}: {
  object: ObjectDefinition;
  id: string;
  record: StoredRecord | undefined;
  close: () => void;
}) {
  const { t } = useTranslation();
  const go = useGo();
  return (
    <div className={css.bar}>
      <IconButton
        icon={IconExternalLink}
        label={t('records:openPage')}
        onClick={() => go(recordHref(object.name, id))}
      />
      <span className={css.gap} />
      {record && <RecordMenu object={object} record={record} gone={close} />}
      <IconButton icon={IconX} label={t('base:close')} onClick={close} />
    </div>
  );
}

export function SidePanel({
  object,
  id,
  close,
}: {
  object: ObjectDefinition;
  id: string;
  close: () => void;
}) {
  const { t } = useTranslation();
  const { data: record, error, refetch } = useRecord(object.name, id);
  const [part, setPart] = useState<(typeof kParts)[number]>('data');
  useShortcut('Escape', t('records:closePanel'), 'list', close);
  const tabs = kParts
    .filter(
      (key) =>
        key === 'data' ||
        (key === 'history' ? object.timeline : (object.relations?.length ?? 0) > 0),
    )
    .map((key) => ({ key, label: t(`records:${key}`) }));
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <aside className={css.panel} aria-label={record ? titleOf(object, record) : t('base:loading')}>
      <PanelBar object={object} id={id} record={record} close={close} />
      <div className={css.content} key={id}>
        {error && (
          <Failure
            text={t(missing ? 'records:missing' : 'records:failed')}
            retry={() => void refetch()}
          />
        )}
        {!record && !error && <Skeleton rows={8} />}
        {record && (
          <>
            <BinNotice object={object} record={record} />
            <ReadOnlyNotice object={object} record={record} />
            <RecordHeader object={object} record={record} />
            <RecordTabs tabs={tabs} chosen={part} choose={setPart} />
            <div className={css.part}>
              <Part part={part} object={object} record={record} />
            </div>
          </>
        )}
      </div>
    </aside>
  );
}
