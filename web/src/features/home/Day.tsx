// SPDX-License-Identifier: Apache-2.0
// My day: meetings, visits and calls with an hour, and where we are in it.
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredRecord } from '@/api/types';
import { createHref, recordHref } from '@/base/address';
import { formatDuration, formatTime } from '@/base/format';
import { Skeleton } from '@/base/State';
import { freeMinutes } from './first';
import css from './HomePage.module.css';

const startOf = (meeting: StoredRecord) => String(meeting.starts_at);

export function Day({ meetings, now }: { meetings: StoredRecord[] | undefined; now: Date }) {
  const { t } = useTranslation();
  const free = meetings
    ? freeMinutes(
        meetings.map((meeting) => ({
          from: startOf(meeting),
          to: meeting.ends_at as string | null,
        })),
        now,
      )
    : 0;
  const next = meetings?.findIndex((meeting) => new Date(startOf(meeting)) > now) ?? -1;
  const line = (
    <li className={css.nowLine} aria-hidden>
      <span>{formatTime(now)}</span>
      <i />
    </li>
  );
  return (
    <section aria-labelledby="day">
      <div className={css.blockHead}>
        <h3 id="day">{t('home:day')}</h3>
        {free > 0 && meetings && meetings.length > 0 && (
          <span className="figures">{t('home:free', { time: formatDuration(free) })}</span>
        )}
      </div>
      {!meetings ? (
        <Skeleton rows={3} height={52} />
      ) : meetings.length === 0 ? (
        <div className={css.nothing}>
          <p>{t('home:dayEmpty')}</p>
          <a href={createHref('activities', { kind: 'meeting' })}>{t('home:newMeeting')}</a>
        </div>
      ) : (
        <ol className={css.day}>
          {meetings.map((meeting, index) => (
            <Fragment key={meeting.id}>
              {index === next && line}
              <li>
                <time className="figures" dateTime={startOf(meeting)}>
                  {formatTime(startOf(meeting))}
                </time>
                <a
                  href={recordHref('activities', meeting.id)}
                  data-kind={String(meeting.kind)}
                  data-past={new Date(startOf(meeting)) < now || undefined}
                >
                  <strong>{String(meeting.subject ?? '')}</strong>
                  {meeting.place ? <span>{String(meeting.place)}</span> : null}
                </a>
              </li>
            </Fragment>
          ))}
          {next < 0 && line}
        </ol>
      )}
    </section>
  );
}
