// SPDX-License-Identifier: Apache-2.0
// One stream of what happened: activities and changes, newest first, with chips by kind.
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimeline } from '@/api/records';
import { useMe, useObject } from '@/api/session';
import type { ObjectDefinition, StoredRecord, TimelineItem } from '@/api/types';
import { recordHref } from '@/base/address';
import { Button } from '@/base/Button';
import {
  IconArrowRight,
  IconCheck,
  IconCheckbox,
  IconHistory,
  IconMail,
  IconMapPin,
  IconNote,
  IconPhone,
  IconUsers,
} from '@/base/icons';
import { When } from '@/base/Money';
import { Empty, Failure, Skeleton } from '@/base/State';
import { showToast } from '@/base/toasts';
import { ArrivalsPill } from '@/ui/ArrivalsPill';
import { useArrivals } from '../arrivals';
import { refusalOf, useFieldSave } from '../saveFields';
import { ChangeText } from './ChangeText';
import css from './Timeline.module.css';

const kLooks: Record<string, { icon: typeof IconNote; tone: string }> = {
  note: { icon: IconNote, tone: 'attention' },
  call: { icon: IconPhone, tone: 'accent' },
  mail: { icon: IconMail, tone: 'neutral' },
  task: { icon: IconCheckbox, tone: 'info' },
  meeting: { icon: IconUsers, tone: 'ok' },
  visit: { icon: IconMapPin, tone: 'ok' },
  change: { icon: IconHistory, tone: 'neutral' },
  stage: { icon: IconArrowRight, tone: 'info' },
};

const kindOf = (item: TimelineItem) =>
  item.kind === 'activity' ? String(item.activity?.kind ?? 'note') : item.kind;

const keyOf = (item: TimelineItem) =>
  `${item.kind} ${item.activity?.id ?? `${item.happened_at} ${item.actor?.id ?? ''}`}`;

function DoneButton({ object, activity }: { object: ObjectDefinition; activity: StoredRecord }) {
  const { t } = useTranslation();
  const save = useFieldSave(object);
  const [busy, setBusy] = useState(false);
  const finish = () => {
    setBusy(true);
    save(activity, { status: 'done' })
      .catch((error) => showToast({ text: refusalOf(error, 'status', t), tone: 'danger' }))
      .finally(() => setBusy(false));
  };
  return (
    <Button small icon={IconCheck} busy={busy} onClick={finish}>
      {t('records:done')}
    </Button>
  );
}

function Item({ object, item }: { object: ObjectDefinition; item: TimelineItem }) {
  const kind = kindOf(item);
  const { icon: Icon, tone } = kLooks[kind] ?? kLooks.note!;
  const { activity } = item;
  const activities = useObject('activities');
  const subject = String(activity?.subject ?? '');
  // A note's first line is its subject already.
  const body = String(activity?.body ?? '')
    .replace(subject, (found, at: number) => (at === 0 ? '' : found))
    .trim();
  const due =
    activity?.status === 'open' ? ((activity.due_at ?? activity.starts_at) as string | null) : null;
  return (
    <li className={css.item}>
      <span className={css.icon} data-tone={tone}>
        <Icon size={15} stroke={1.75} aria-hidden />
      </span>
      <div className={css.body}>
        <div className={css.line}>
          <span className={css.what}>
            {activity ? (
              <a className={css.subject} href={recordHref('activities', activity.id)}>
                {subject}
              </a>
            ) : (
              <ChangeText object={object} item={item} />
            )}
          </span>
          <span className={css.when}>
            <When value={item.happened_at} />
          </span>
        </div>
        {activity && (
          <p className={css.more}>
            {body && <span className={css.text}>{body}</span>}
            <span>
              {[item.actor?.name, activity.outcome as string | null].filter(Boolean).join(' · ')}
            </span>
            {due && (
              <span>
                {' '}
                · <When value={due} />
              </span>
            )}
          </p>
        )}
        {activity?.status === 'open' && activity.kind === 'task' && activities && (
          <DoneButton object={activities} activity={activity} />
        )}
      </div>
    </li>
  );
}

export function Timeline({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } =
    useTimeline(object.name, record.id);
  const [only, setOnly] = useState<string | null>(null);
  const me = useMe();
  const all = useMemo(() => data?.pages.flatMap((page) => page.value) ?? [], [data]);
  const own = useCallback((item: TimelineItem) => item.actor?.id === me.user.id, [me.user.id]);
  const {
    shown: items,
    waiting,
    reveal,
  } = useArrivals(all, keyOf, own, `${object.name} ${record.id}`);
  const kinds = [...new Set(items.map(kindOf))];
  const shown = only ? items.filter((item) => kindOf(item) === only) : items;
  if (error) return <Failure text={t('records:timelineFailed')} retry={() => void refetch()} />;
  if (isPending) return <Skeleton rows={5} height={56} />;
  return (
    <section aria-label={t('records:timeline')}>
      {kinds.length > 1 && (
        <div className={css.chips} role="group" aria-label={t('records:onlyKind')}>
          <button
            type="button"
            className={css.chip}
            aria-pressed={only === null}
            onClick={() => setOnly(null)}
          >
            {t('records:everything')}
          </button>
          {kinds.map((kind) => (
            <button
              key={kind}
              type="button"
              className={css.chip}
              aria-pressed={only === kind}
              onClick={() => setOnly(kind)}
            >
              {t(`records:kinds.${kind}`)}
            </button>
          ))}
        </div>
      )}
      <ArrivalsPill count={waiting} reveal={reveal} />
      {items.length === 0 && <Empty title={t('records:timelineEmpty')} />}
      <ol className={css.items}>
        {shown.map((item, index) => (
          <Item
            key={`${item.happened_at} ${item.activity?.id ?? index}`}
            object={object}
            item={item}
          />
        ))}
      </ol>
      {hasNextPage && (
        <Button small busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('records:older')}
        </Button>
      )}
    </section>
  );
}
