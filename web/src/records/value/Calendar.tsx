// SPDX-License-Identifier: Apache-2.0
// One month to choose a day from. The focus stays in the input that opened it: `active` is the day
// the keys stand on (DateInput).
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronLeft, IconChevronRight } from '@/base/icons';
import { locale } from '@/base/i18n/i18n';
import { dayText, today } from '@/base/periods';
import css from './Calendar.module.css';

const kWeeks = 6;

// 0 is Sunday. The language says where the week begins; Monday where the browser does not know.
function firstWeekday(): number {
  const language = new Intl.Locale(locale()) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return ((language.getWeekInfo?.() ?? language.weekInfo)?.firstDay ?? 1) % 7;
}

function daysAround(month: Date): Date[] {
  const first = new Date(month.getFullYear(), month.getMonth(), 1);
  const before = (first.getDay() - firstWeekday() + 7) % 7;
  return Array.from(
    { length: kWeeks * 7 },
    (_, index) => new Date(first.getFullYear(), first.getMonth(), 1 - before + index),
  );
}

export const dayId = (id: string, day: Date) => `${id}-${dayText(day)}`;

function useFormats() {
  return useMemo(() => {
    const make = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale(), options);
    return {
      month: make({ month: 'long', year: 'numeric' }),
      short: make({ weekday: 'short' }),
      long: make({ weekday: 'long' }),
      whole: make({ dateStyle: 'full' }),
    };
  }, []);
}

function MonthHead({ name, step }: { name: string; step: (months: number) => void }) {
  const { t } = useTranslation();
  return (
    <div className={css.head}>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('records:monthBefore')}
        onClick={() => step(-1)}
      >
        <IconChevronLeft size={16} stroke={1.75} aria-hidden />
      </button>
      <strong aria-live="polite">{name}</strong>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('records:monthAfter')}
        onClick={() => step(1)}
      >
        <IconChevronRight size={16} stroke={1.75} aria-hidden />
      </button>
    </div>
  );
}

interface CalendarProps {
  id: string;
  active: Date;
  chosen: string | null;
  show: (day: Date) => void; // another month
  choose: (day: Date) => void;
}

function Days({
  id,
  active,
  chosen,
  choose,
  format,
}: Omit<CalendarProps, 'show'> & { format: ReturnType<typeof useFormats> }) {
  const days = daysAround(active);
  const present = dayText(today());
  return (
    <div role="grid" id={id} aria-label={format.month.format(active)}>
      <div role="row" className={css.week}>
        {days.slice(0, 7).map((day) => (
          <span key={day.getDay()} role="columnheader" aria-label={format.long.format(day)}>
            {format.short.format(day).slice(0, 2)}
          </span>
        ))}
      </div>
      {Array.from({ length: kWeeks }, (_, week) => (
        <div key={week} role="row" className={css.week}>
          {days.slice(week * 7, week * 7 + 7).map((day) => (
            <span
              key={dayText(day)}
              id={dayId(id, day)}
              role="gridcell"
              className={css.day}
              aria-selected={dayText(day) === chosen}
              aria-label={format.whole.format(day)}
              aria-current={dayText(day) === present ? 'date' : undefined}
              data-active={dayText(day) === dayText(active) || undefined}
              data-outside={day.getMonth() !== active.getMonth() || undefined}
              onClick={() => choose(day)}
            >
              {day.getDate()}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

export function Calendar({ show, ...month }: CalendarProps) {
  const { t } = useTranslation();
  const { active, choose } = month;
  const format = useFormats();
  const step = (months: number) =>
    show(new Date(active.getFullYear(), active.getMonth() + months, 1));
  return (
    // The input keeps the focus.
    <div className={css.calendar} onMouseDown={(event) => event.preventDefault()}>
      <MonthHead name={format.month.format(active)} step={step} />
      <Days {...month} format={format} />
      <button type="button" tabIndex={-1} className={css.today} onClick={() => choose(today())}>
        {t('records:today')}
      </button>
    </div>
  );
}
