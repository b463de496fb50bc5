// SPDX-License-Identifier: Apache-2.0
// One matter: what happened to what, who did it, when. Opening it reads it.
import { useTranslation } from 'react-i18next';
import { linkLabel, useSave } from '@/api/records';
import { useDefinitions } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { jobHref, listHref, recordHref } from '@/base/address';
import { IconButton } from '@/base/Button';
import { formatMoment, formatNumber, formatRelative } from '@/base/format';
import { IconCheck, IconMail } from '@/base/icons';
import { manyLabel } from '@/records/fields';
import css from './Inbox.module.css';

export function Notice({ notice }: { notice: StoredRecord }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const save = useSave('notifications');
  const object = objects.get(String(notice.object));
  const count = Number(notice.count ?? 1);
  const read = notice.read_at !== null && notice.read_at !== undefined;
  const who = linkLabel(notice, 'actor_id').label;
  const things = object ? manyLabel(object).toLocaleLowerCase() : String(notice.object);
  const kind = String(notice.kind);
  const hidden = !notice.record_id;
  const subject =
    count > 1
      ? t('inbox:several', { count, shown: formatNumber(count), things })
      : String(notice.title ?? t(hidden ? 'inbox:hidden' : 'inbox:unnamed'));
  const mark = (moment: string | null) =>
    save.mutate({ record: notice, changes: { read_at: moment } });
  const href =
    notice.object === 'jobs'
      ? jobHref(String(notice.record_id))
      : count > 1 || hidden
        ? listHref(String(notice.object), { filter: 'owner_id eq clientela.me()' })
        : recordHref(String(notice.object), String(notice.record_id));
  return (
    <li className={css.notice} data-unread={!read || undefined}>
      <span className={css.dot} aria-hidden />
      <a
        className={css.text}
        href={href}
        onClick={() => {
          if (!read) mark(new Date().toISOString());
        }}
      >
        <span className={css.kind}>
          {t(`inbox:kind.${kind}`)}
          {!read && <span className="hidden-text"> ({t('inbox:isUnread')})</span>}
        </span>
        <span className={css.subject}>{subject}</span>
        {who && <span className={css.who}>{t('inbox:by', { name: who })}</span>}
      </a>
      <time dateTime={String(notice.happened_at)} title={formatMoment(String(notice.happened_at))}>
        {formatRelative(String(notice.happened_at))}
      </time>
      <IconButton
        icon={read ? IconMail : IconCheck}
        label={t(read ? 'inbox:markUnread' : 'inbox:markRead', { name: subject })}
        onClick={() => mark(read ? null : new Date().toISOString())}
      />
    </li>
  );
}
