// SPDX-License-Identifier: Apache-2.0
// A record beside its list: the list stays in sight, with its place in it. Not a trap: Esc or the
// cross closes.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useRecord } from '@/api/records';
import type { ObjectDefinition } from '@/api/types';
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
import { Related } from './Related';
import { Timeline } from './Timeline';
import page from './RecordPage.module.css';
import css from './SidePanel.module.css';

const kTabs = ['data', 'history', 'related'] as const;

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
  const go = useGo();
  const { data: record, error, refetch } = useRecord(object.name, id);
  const [tab, setTab] = useState<(typeof kTabs)[number]>('data');
  useShortcut('Escape', t('records:closePanel'), 'list', close);
  const tabs = kTabs.filter(
    (key) =>
      key === 'data' || (key === 'history' ? object.timeline : (object.relations?.length ?? 0) > 0),
  );
  return (
    <aside className={css.panel} aria-label={record ? titleOf(object, record) : t('base:loading')}>
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
      <div className={css.content} key={id}>
        {error && (
          <Failure
            text={t(
              error instanceof ApiError && error.status === 404
                ? 'records:missing'
                : 'records:failed',
            )}
            retry={() => void refetch()}
          />
        )}
        {!record && !error && <Skeleton rows={8} />}
        {record && (
          <>
            <BinNotice object={object} record={record} />
            <ReadOnlyNotice object={object} record={record} />
            <RecordHeader object={object} record={record} />
            {tabs.length > 1 && (
              <div className={page.tabs} role="tablist">
                {tabs.map((key) => (
                  <button
                    key={key}
                    type="button"
                    role="tab"
                    className={page.tab}
                    aria-selected={tab === key}
                    onClick={() => setTab(key)}
                  >
                    {t(`records:${key}`)}
                  </button>
                ))}
              </div>
            )}
            <div className={css.part}>
              {tab === 'data' && (
                <Properties object={object} record={record} frozen={Boolean(record.deleted_at)} />
              )}
              {tab === 'history' && (
                <>
                  <Composer key={record.id} object={object} record={record} />
                  <Timeline object={object} record={record} />
                </>
              )}
              {tab === 'related' && <Related object={object} record={record} />}
            </div>
          </>
        )}
      </div>
    </aside>
  );
}
