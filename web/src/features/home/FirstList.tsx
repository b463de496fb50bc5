// SPDX-License-Identifier: Apache-2.0
// «Lo primero»: one ranked list, each line with its reason and one verb.
import type { TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { listHref, recordHref } from '@/base/address';
import { formatDate, formatMoney, formatNumber, formatRelative, formatTime } from '@/base/format';
import {
  IconArrowRight,
  IconCalendar,
  IconCheckbox,
  IconClock,
  IconFileText,
  IconMail,
  IconNote,
  IconPhone,
  IconTargetArrow,
  IconUsers,
  IconWalk,
} from '@/base/icons';
import { Skeleton } from '@/base/State';
import { FinishButton, useFinished } from './FinishTask';
import { withFinished, type Matter, type Reason } from './first';
import type { useToday } from './useToday';
import css from './HomePage.module.css';

const kShown = 6;
const kIcons: Record<string, TablerIcon> = {
  call: IconPhone,
  meeting: IconUsers,
  task: IconCheckbox,
  note: IconNote,
  visit: IconWalk,
  mail: IconMail,
};
const kTones: Record<Reason['kind'], string> = {
  overdue: 'danger',
  today: 'info',
  closePassed: 'danger',
  closesSoon: 'attention',
  stuck: 'attention',
};
const kReasonIcons: Partial<Record<Reason['kind'], TablerIcon>> = {
  closePassed: IconClock,
  closesSoon: IconCalendar,
  stuck: IconFileText,
};

function useReason() {
  const { t } = useTranslation();
  return (reason: Reason): string => {
    switch (reason.kind) {
      case 'overdue':
        return t('home:reason.overdue', { when: formatRelative(reason.at) });
      case 'today':
        return t('home:reason.today', { time: formatTime(reason.at) });
      case 'closePassed':
        return t('home:reason.closePassed', { day: formatDate(reason.day), stage: reason.stage });
      case 'closesSoon':
        return t('home:reason.closesSoon', { day: formatDate(reason.day), stage: reason.stage });
      case 'stuck':
        return t('home:reason.stuck', {
          count: reason.days,
          days: formatNumber(reason.days),
          usual: formatNumber(reason.usual),
          stage: reason.stage,
        });
    }
  };
}

function OpenLink({ matter }: { matter: Matter }) {
  const { t } = useTranslation();
  return (
    <a
      className={css.verb}
      href={recordHref('opportunities', matter.id)}
      aria-label={t('home:openName', { name: matter.title })}
    >
      <span>{t('home:open')}</span>
      <IconArrowRight size={15} stroke={1.75} aria-hidden />
    </a>
  );
}

function MatterLine({
  matter,
  isDone,
  finish,
}: {
  matter: Matter;
  isDone: boolean;
  finish: () => void;
}) {
  const reasonOf = useReason();
  const { reason } = matter;
  const Icon = kReasonIcons[reason.kind] ?? kIcons[matter.activity ?? ''] ?? IconTargetArrow;
  const amount = matter.amount && formatMoney(matter.amount, { round: true });
  return (
    <li data-matter={matter.id} data-done={isDone || undefined}>
      <span className={css.sign} data-tone={kTones[reason.kind]}>
        <Icon size={17} stroke={1.75} aria-hidden />
      </span>
      <a className={css.what} href={recordHref(matter.object, matter.id)}>
        <strong>{matter.title}</strong>
        <span>
          {matter.detail && `${matter.detail} · `}
          {reasonOf(reason)}
        </span>
        {amount && <span className={css.figure}>{amount}</span>}
      </a>
      {amount && <span className={css.amount}>{amount}</span>}
      <span className={css.act}>
        {matter.object === 'opportunities' ? (
          <OpenLink matter={matter} />
        ) : (
          <FinishButton matter={matter} isDone={isDone} finish={finish} />
        )}
      </span>
    </li>
  );
}

function NothingFirst() {
  const { t } = useTranslation();
  return (
    <div className={css.nothing}>
      <p>{t('home:firstEmpty')}</p>
      <a href="#/opportunities?view=board">{t('home:toBoard')}</a>
    </div>
  );
}

export function First({ today }: { today: ReturnType<typeof useToday> }) {
  const { t } = useTranslation();
  const { finished, finish } = useFinished();
  const done = new Set(finished.map(({ matter }) => matter.id));
  const open = withFinished(
    today.matters.filter((matter) => matter.record.status !== 'done'),
    finished,
    kShown,
  );
  const mine = { filter: "status eq 'open' and owner_id eq clientela.me()" };
  return (
    <section aria-labelledby="first">
      <div className={css.blockHead}>
        <h3 id="first">
          {t('home:first')} <span>{t('home:firstHint')}</span>
        </h3>
        {today.matters.length > open.length && (
          <a href={listHref('activities', mine)}>{t('home:seeTasks')}</a>
        )}
      </div>
      {!today.ready ? (
        <Skeleton rows={4} height={64} />
      ) : open.length === 0 ? (
        <NothingFirst />
      ) : (
        <ol className={css.first}>
          {open.map((matter, place) => (
            <MatterLine
              key={matter.id}
              matter={matter}
              isDone={done.has(matter.id)}
              finish={() => void finish(matter, place)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}
