// SPDX-License-Identifier: Apache-2.0
// «Hoy»: one sentence, then what comes first, the day, the funnel, the quarter and what others
// moved.
import { Fragment, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useMe, useSums } from '@/api/session';
import { formatLongDate } from '@/base/format';
import { Failure } from '@/base/State';
import { PageBar } from '@/ui/PageBar';
import { mainGroups, useHomeBlocks } from './blocks';
import { Coming } from './Coming';
import { Day } from './Day';
import { DemonstrationNotice } from './DemonstrationNotice';
import { First } from './FirstList';
import { FunnelBlock } from './FunnelBlock';
import { Quarter } from './Quarter';
import { SinceYesterday } from './SinceYesterday';
import { useFunnel, useMeetings, useToday } from './useToday';
import css from './HomePage.module.css';

const kLittle = 4; // matters of today that leave room for those of the week

function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function FirstBlock({ today }: { today: ReturnType<typeof useToday> }) {
  const { t } = useTranslation();
  return today.error ? (
    <Failure
      text={t('home:failed')}
      code={today.error instanceof ApiError ? today.error.trace : undefined}
      retry={today.retry}
    />
  ) : (
    <First today={today} />
  );
}

const listOf = (parts: string[], and: string) =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} ${and} ${parts.at(-1)}`;

const greetingAt = (hour: number) =>
  hour < 6 || hour >= 20 ? 'home:evening' : hour < 14 ? 'home:morning' : 'home:afternoon';

// What waits today, counted, in one sentence.
function useSentence(
  { ready, matters }: ReturnType<typeof useToday>,
  meetings: ReturnType<typeof useMeetings>,
): string {
  const { t } = useTranslation();
  if (!ready) return '';
  const tasks = matters.filter((matter) => matter.object === 'activities').length;
  const opportunities = matters.length - tasks;
  const parts = [
    tasks > 0 && t('home:count.tasks', { count: tasks }),
    meetings && meetings.length > 0 && t('home:count.meetings', { count: meetings.length }),
    opportunities > 0 && t('home:count.opportunities', { count: opportunities }),
  ].filter((part): part is string => Boolean(part));
  return parts.length === 0
    ? t('home:nothingToday')
    : t('home:youHave', { list: listOf(parts, t('home:and')) });
}

export function HomePage() {
  const { t } = useTranslation();
  const me = useMe();
  const blocks = useHomeBlocks();
  const now = useMinute();
  const today = useToday(now);
  const meetings = useMeetings(now);
  const funnel = useFunnel();
  const sums = useSums();
  const sentence = useSentence(today, meetings);
  const greeting = t(greetingAt(now.getHours()), { name: me.user.name.split(' ')[0] });

  return (
    <>
      <PageBar title={t('home:title')} remark={formatLongDate(now)} />
      <div className={css.page}>
        <div className={css.main}>
          <h2 className={css.greeting}>{greeting}</h2>
          <p className={css.sentence}>{sentence}</p>
          {me.company.demonstration && <DemonstrationNotice />}
          {mainGroups(blocks).map((group) =>
            group[0] === 'first' ? (
              <Fragment key="first">
                <FirstBlock today={today} />
                {today.ready && today.matters.length < kLittle && <Coming now={now} />}
              </Fragment>
            ) : (
              <div key={group.join()} className={css.pair}>
                {group.map((block) =>
                  block === 'day' ? (
                    <Day key="day" meetings={meetings} now={now} />
                  ) : (
                    <FunnelBlock key="funnel" funnel={funnel} />
                  ),
                )}
              </div>
            ),
          )}
        </div>
        <aside className={css.side}>
          {blocks.map((block) =>
            block === 'quarter' && sums ? (
              <Quarter
                key={block}
                mine={funnel?.mine ?? true}
                now={now}
                ready={funnel !== undefined}
              />
            ) : block === 'since' ? (
              <SinceYesterday key={block} now={now} />
            ) : null,
          )}
        </aside>
      </div>
    </>
  );
}
