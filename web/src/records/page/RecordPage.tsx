// SPDX-License-Identifier: Apache-2.0
// The generic record page: head, key figures, properties at the left, composer and stream in the middle,
// related records at the right. Narrow screens turn the columns into tabs.
import { Menu, type MenuProps } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useRecord, useRemove, useRestore } from '@/api/records';
import { may, useDefinitions, useMe } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { editHref, listHref, recordHref, useAddress, useGo } from '@/base/address';
import { Button, IconButton } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { currentLanguage } from '@/base/i18n/i18n';
import {
  IconChevronDown,
  IconChevronUp,
  IconCopy,
  IconDots,
  IconKey,
  IconPencil,
  IconRestore,
  IconTrash,
} from '@/base/icons';
import { useShortcut } from '@/base/shortcuts';
import { Empty, Failure, Skeleton } from '@/base/State';
import { showToast } from '@/base/toasts';
import { PageBar } from '@/ui/PageBar';
import { Acts, recordActsOf } from '../acts';
import { ConflictDialog } from '../conflict/ConflictDialog';
import { manyLabel, titleOf } from '../fields';
import { refusalOf } from '../saveFields';
import { trailOf } from '../trail';
import { Composer } from './Composer';
import { Properties } from './Properties';
import { OneTimeLink, showOneTimeLink } from './OneTimeLink';
import { KeyFigures, RecordHeader } from './RecordHeader';
import { Related } from './Related';
import { Timeline } from './Timeline';
import css from './RecordPage.module.css';

export function RecordPage() {
  const { t } = useTranslation();
  const { object: name, id } = useParams({ strict: false }) as { object: string; id: string };
  const { objects, ready } = useDefinitions();
  const object = objects.get(name);
  const { data: record, error, refetch } = useRecord(name, object ? id : undefined);
  const missing = (ready && !object) || (error instanceof ApiError && error.status === 404);
  if (missing)
    return (
      <Empty title={t('records:missing')}>
        <a href={object ? listHref(name) : '#/'}>{t('records:backToList')}</a>
      </Empty>
    );
  if (error && !record)
    return (
      <Failure
        text={t('records:failed')}
        code={error instanceof ApiError ? error.trace : undefined}
        retry={() => void refetch()}
      />
    );
  if (!object || !record) return <Skeleton rows={10} height={48} />;
  return <Loaded key={`${record.id} ${currentLanguage()}`} object={object} record={record} />;
}

function Walk({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const go = useGo();
  const trail = trailOf(object.name, record.id);
  const at = trail?.ids.indexOf(record.id) ?? -1;
  const step = (by: number) => {
    const next = trail?.ids[at + by];
    if (next) go(recordHref(object.name, next), { replace: true });
  };
  useShortcut('j', t('records:next'), 'record', () => step(1), { enabled: trail !== null });
  useShortcut('k', t('records:previous'), 'record', () => step(-1), { enabled: trail !== null });
  if (!trail) return null;
  return (
    <>
      <span className={css.place}>
        {t('records:place', {
          at: formatNumber(at + 1),
          total: formatNumber(trail.total ?? trail.ids.length),
        })}
      </span>
      <IconButton
        bordered
        icon={IconChevronUp}
        label={t('records:previous')}
        disabled={at === 0}
        onClick={() => step(-1)}
      />
      <IconButton
        bordered
        icon={IconChevronDown}
        label={t('records:next')}
        disabled={at >= trail.ids.length - 1}
        onClick={() => step(1)}
      />
    </>
  );
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
  const remove = useRemove(object.name);
  const restore = useRestore(object.name);
  const me = useMe();
  const title = titleOf(object, record);
  const fail = (error: Error) => showToast({ text: refusalOf(error, null, t), tone: 'danger' });
  const bin = () =>
    remove.mutate(record, {
      onError: fail,
      onSuccess: () => {
        showToast({
          text: t('records:binned', { name: title }),
          act: { label: t('base:undo'), run: () => restore.mutate(record.id, { onError: fail }) },
        });
        gone();
      },
    });
  return (
    <Menu position={position}>
      <Menu.Target>
        <IconButton bordered icon={IconDots} label={t('records:more')} />
      </Menu.Target>
      <Menu.Dropdown>
        {may(object, 'update') && (
          <Menu.Item
            component="a"
            href={editHref(object.name, record.id)}
            leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />}
          >
            {t('records:editAll')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconCopy size={16} stroke={1.75} aria-hidden />}
          onClick={() =>
            void navigator.clipboard?.writeText(
              location.href.replace(/#.*/, recordHref(object.name, record.id)),
            )
          }
        >
          {t('records:copyLink')}
        </Menu.Item>
        {object.name === 'users' && me.administers && (
          <Menu.Item
            leftSection={<IconKey size={16} stroke={1.75} aria-hidden />}
            onClick={() => showOneTimeLink(record.id, title)}
          >
            {t('records:oneTimeLink')}
          </Menu.Item>
        )}
        {may(object, 'remove') && !record.deleted_at && (
          <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />} onClick={bin}>
            {t('records:toBin')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
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
        onClick={() => restore.mutate(record.id)}
      >
        {t('records:restore')}
      </Button>
    </div>
  );
}

function Loaded({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const go = useGo();
  const { search, change } = useAddress();
  const rightIsTab = useMediaQuery('(max-width: 1199px)', window.innerWidth < 1200) ?? false;
  const leftIsTab = useMediaQuery('(max-width: 899px)', window.innerWidth < 900) ?? false;
  const trail = trailOf(object.name, record.id);
  const back = trail?.href ?? listHref(object.name);
  const frozen = Boolean(record.deleted_at);
  useShortcut('Escape', t('records:backToList'), 'record', () => go(back));

  const history = object.timeline ? (
    <>
      {!frozen && <Composer object={object} record={record} />}
      <Timeline object={object} record={record} />
    </>
  ) : null;
  const properties = <Properties object={object} record={record} frozen={frozen} />;
  const related =
    (object.relations?.length ?? 0) > 0 ? <Related object={object} record={record} /> : null;
  const middle = history ?? (leftIsTab ? null : properties);
  const tabs = [
    ...(history
      ? [
          {
            key: 'history',
            label: t('records:history'),
            content: <div className={css.middle}>{history}</div>,
          },
        ]
      : []),
    ...(leftIsTab || !history
      ? [
          {
            key: 'data',
            label: t('records:data'),
            content: <div className={css.middle}>{properties}</div>,
          },
        ]
      : []),
    ...(related
      ? [
          {
            key: 'related',
            label: t('records:related'),
            content: <div className={css.middle}>{related}</div>,
          },
        ]
      : []),
  ];
  const tab = tabs.find(({ key }) => key === search.tab) ?? tabs[0];

  return (
    <>
      <PageBar
        path={[
          { label: manyLabel(object), href: listHref(object.name) },
          ...(trail && trail.label !== manyLabel(object)
            ? [{ label: trail.label, href: trail.href }]
            : []),
        ]}
        title={titleOf(object, record)}
        plain
      >
        <Walk object={object} record={record} />
        <RecordMenu object={object} record={record} gone={() => go(back)} />
      </PageBar>
      <div className={css.page}>
        <BinNotice object={object} record={record} />
        <RecordHeader object={object} record={record}>
          <Acts of={recordActsOf(object.name)} object={object} record={record} />
        </RecordHeader>
        <KeyFigures object={object} record={record} />
        <div className={css.columns} data-narrow={rightIsTab || undefined}>
          {!leftIsTab && history && <div className={css.left}>{properties}</div>}
          {rightIsTab ? (
            <div className={css.tabbed}>
              {tabs.length > 1 && (
                <div className={css.tabs} role="tablist">
                  {tabs.map(({ key, label }) => (
                    <button
                      key={key}
                      type="button"
                      role="tab"
                      className={css.tab}
                      aria-selected={tab?.key === key}
                      onClick={() => change({ tab: key }, { replace: true })}
                    >
                      {label}
                    </button>
                  ))}
                </div>
              )}
              {tab?.content}
            </div>
          ) : (
            <>
              <div className={css.middle}>{middle}</div>
              {related && <div className={css.right}>{related}</div>}
            </>
          )}
        </div>
      </div>
      <ConflictDialog />
      <OneTimeLink />
    </>
  );
}
