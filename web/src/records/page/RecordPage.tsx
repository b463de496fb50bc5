// SPDX-License-Identifier: Apache-2.0
// The generic record page: head, key figures, properties at the left, composer and stream in the
// middle, related records at the right. Narrow screens turn the columns into tabs.
import { useMediaQuery } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useRecord } from '@/api/records';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { listHref, recordHref, useAddress, useGo } from '@/base/address';
import { IconButton } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { currentLanguage } from '@/base/i18n/i18n';
import { IconChevronDown, IconChevronUp } from '@/base/icons';
import { useShortcut } from '@/base/shortcuts';
import { Empty, Failure, Skeleton } from '@/base/State';
import { PageBar } from '@/ui/PageBar';
import { Acts, recordActsOf } from '../acts';
import { ConflictDialog } from '../conflict/ConflictDialog';
import { manyLabel, titleOf } from '../fields';
import { trailOf } from '../trail';
import { Composer } from './Composer';
import { Properties } from './Properties';
import { OneTimeLink } from './OneTimeLink';
import { QuickContact } from './QuickContact';
import { KeyFigures, RecordHeader } from './RecordHeader';
import { BinNotice, ReadOnlyNotice, RecordMenu } from './RecordMenu';
import { RecordTabs } from './RecordTabs';
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

interface Tab {
  key: string;
  label: string;
  content: ReactNode;
}

// The columns one at a time; the address says which.
function TabbedColumns({ tabs }: { tabs: Tab[] }) {
  const { search, change } = useAddress();
  const tab = tabs.find(({ key }) => key === search.tab) ?? tabs[0];
  return (
    <div className={css.tabbed}>
      <RecordTabs
        tabs={tabs}
        chosen={tab?.key}
        choose={(key) => change({ tab: key }, { replace: true })}
      />
      {tab && <div className={css.middle}>{tab.content}</div>}
    </div>
  );
}

// Properties, history and related records, side by side as far as there is room.
function RecordColumns({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const rightIsTab = useMediaQuery('(max-width: 1199px)', window.innerWidth < 1200) ?? false;
  const leftIsTab = useMediaQuery('(max-width: 899px)', window.innerWidth < 900) ?? false;
  const frozen = Boolean(record.deleted_at);
  const history = object.timeline ? (
    <>
      {!frozen && <Composer key={record.id} object={object} record={record} />}
      <Timeline object={object} record={record} />
    </>
  ) : null;
  const properties = <Properties object={object} record={record} frozen={frozen} />;
  const related =
    (object.relations?.length ?? 0) > 0 ? <Related object={object} record={record} /> : null;
  const tabs: Tab[] = [];
  if (history) tabs.push({ key: 'history', label: t('records:history'), content: history });
  if (leftIsTab || !history)
    tabs.push({ key: 'data', label: t('records:data'), content: properties });
  if (related) tabs.push({ key: 'related', label: t('records:related'), content: related });

  return (
    <div className={css.columns} data-narrow={rightIsTab || undefined}>
      {!leftIsTab && history && <div className={css.left}>{properties}</div>}
      {rightIsTab ? (
        <TabbedColumns tabs={tabs} />
      ) : (
        <>
          <div className={css.middle}>{history ?? properties}</div>
          {related && <div className={css.right}>{related}</div>}
        </>
      )}
    </div>
  );
}

function Loaded({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const go = useGo();
  const phone = useMediaQuery('(max-width: 700px)', window.innerWidth <= 700) ?? false;
  const trail = trailOf(object.name, record.id);
  const back = trail?.href ?? listHref(object.name);
  useShortcut('Escape', t('records:backToList'), 'record', () => go(back));

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
        <ReadOnlyNotice object={object} record={record} />
        <RecordHeader object={object} record={record}>
          <Acts of={recordActsOf(object.name)} object={object} record={record} />
        </RecordHeader>
        {phone && !record.deleted_at && <QuickContact object={object} record={record} />}
        <KeyFigures object={object} record={record} />
        <RecordColumns object={object} record={record} />
      </div>
      <ConflictDialog />
      <OneTimeLink />
    </>
  );
}
