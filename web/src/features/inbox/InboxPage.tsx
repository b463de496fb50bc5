// SPDX-License-Identifier: Apache-2.0
// What waits for me, one line per matter: today and before, read and unread, kinds that may be
// muted.
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useNotices, useReadAll, useUnread } from '@/api/notifications';
import type { StoredRecord } from '@/api/types';
import { useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconCheck, IconInbox } from '@/base/icons';
import { Empty, Failure, Skeleton } from '@/base/State';
import { PageBar } from '@/ui/PageBar';
import { Mute } from './Mute';
import { Notice } from './Notice';
import css from './Inbox.module.css';

const dayOf = (moment: string) => new Date(moment).toDateString();

function Group({ title, notices }: { title: string; notices: StoredRecord[] }) {
  if (notices.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className={css.group}>{title}</h2>
      <ul className={css.list}>
        {notices.map((notice) => (
          <Notice key={notice.id} notice={notice} />
        ))}
      </ul>
    </section>
  );
}

export function InboxPage() {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const onlyUnread = search.show === 'unread';
  const unread = useUnread();
  const list = useNotices(onlyUnread);
  const readAll = useReadAll();
  const notices = list.data?.pages.flatMap((page) => page.value) ?? [];
  const present = new Date().toDateString();
  const fromToday = notices.filter((one) => dayOf(String(one.happened_at)) === present);
  const earlier = notices.filter((one) => dayOf(String(one.happened_at)) !== present);
  return (
    <>
      <PageBar
        title={t('inbox:title')}
        remark={unread > 0 ? t('inbox:unread', { count: unread, shown: formatNumber(unread) }) : ''}
      >
        <div className={css.acts}>
          <Mute />
          <Button
            kind="quiet"
            aria-pressed={onlyUnread}
            onClick={() => change({ show: onlyUnread ? undefined : 'unread' })}
          >
            {t(onlyUnread ? 'inbox:showAll' : 'inbox:showUnread')}
          </Button>
          <Button
            icon={IconCheck}
            disabled={unread === 0}
            busy={readAll.isPending}
            onClick={() => readAll.mutate()}
          >
            {t('inbox:readAll')}
          </Button>
        </div>
      </PageBar>
      <div className={css.page}>
        {list.error ? (
          <Failure
            text={t('inbox:failed')}
            code={list.error instanceof ApiError ? list.error.trace : undefined}
            retry={() => void list.refetch()}
          />
        ) : !list.data ? (
          <Skeleton rows={6} />
        ) : notices.length === 0 ? (
          <Empty
            icon={IconInbox}
            title={t(onlyUnread ? 'inbox:noneUnread' : 'inbox:none')}
            outlined={!onlyUnread}
          />
        ) : (
          <>
            <Group title={t('inbox:today')} notices={fromToday} />
            <Group title={t('inbox:before')} notices={earlier} />
            {list.hasNextPage && (
              <div className={css.more}>
                <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t('inbox:more')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </>
  );
}
