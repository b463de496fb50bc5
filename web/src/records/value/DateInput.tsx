// SPDX-License-Identifier: Apache-2.0
// A day, or a day with its time, typed in the form of the page's language or chosen from a month
// (button, or arrow down). The focus never leaves the input, so that fields edited in place stay
// open.
import { Popover } from '@mantine/core';
import { useId, useRef, useState, type InputHTMLAttributes } from 'react';
import { useTranslation } from 'react-i18next';
import { datePattern, dayOfText, momentOfText, textOfDay, textOfMoment } from '@/base/dateText';
import { daysOfWords } from '@/base/dateWords';
import { IconCalendar } from '@/base/icons';
import { dayText, today } from '@/base/periods';
import { Calendar, dayId } from './Calendar';
import { problemOfDate } from './parse';
import css from './Calendar.module.css';

export interface DateInputProps extends Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'value' | 'onChange'
> {
  text: string;
  type: (text: string) => void;
  withTime?: boolean;
  keepWords?: boolean; // «hoy» stays «hoy» when the focus goes
}

const dateOf = (day: string) => new Date(`${day}T00:00:00`);
const kSteps: Record<string, (day: Date) => Date> = {
  ArrowLeft: (day) => moved(day, 0, -1),
  ArrowRight: (day) => moved(day, 0, 1),
  ArrowUp: (day) => moved(day, 0, -7),
  ArrowDown: (day) => moved(day, 0, 7),
  PageUp: (day) => moved(day, -1, 0),
  PageDown: (day) => moved(day, 1, 0),
};

// A month later than 31 January is the last day of February.
function moved(day: Date, months: number, days: number): Date {
  const last = new Date(day.getFullYear(), day.getMonth() + months + 1, 0).getDate();
  return new Date(day.getFullYear(), day.getMonth() + months, Math.min(day.getDate(), last) + days);
}

// The month beneath the input: the day its keys stand on while it is shown, and choosing one.
function useMonth({ text, type, withTime }: Pick<DateInputProps, 'text' | 'type' | 'withTime'>) {
  const [active, setActive] = useState<Date | null>(null);
  const moment = withTime ? momentOfText(text) : null;
  const chosen = withTime ? moment && dayText(new Date(moment)) : dayOfText(text);
  const open = () => setActive(chosen ? dateOf(chosen) : today());
  const close = () => setActive(null);
  const choose = (day: Date) => {
    const time = moment ? new Date(moment) : null;
    const at = new Date(day);
    at.setHours(time?.getHours() ?? 9, time?.getMinutes() ?? 0);
    type(withTime ? textOfMoment(at.toISOString()) : textOfDay(dayText(day)));
    close();
  };
  // Whether the key was meant for the month.
  const onKey = (key: string): boolean => {
    const step = kSteps[key];
    if (!active) {
      if (key !== 'ArrowDown') return false;
      open();
    } else if (step) setActive(step(active));
    else if (key === 'Enter') choose(active);
    else if (key === 'Escape') close();
    else return false;
    return true;
  };
  // What is typed moves the month along.
  const follow = (typed: string) => {
    const day = dayOfText(typed.trim().split(' ')[0] ?? '');
    if (active && day) setActive(dateOf(day));
  };
  const whole = withTime ? moment && textOfMoment(moment) : chosen && textOfDay(chosen);
  return { active, show: setActive, chosen, whole, open, close, choose, onKey, follow };
}

function MonthButton({ toggle }: { toggle: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={css.open}
      tabIndex={-1}
      aria-label={t('records:calendar')}
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => {
        event.currentTarget.parentElement?.querySelector('input')?.focus();
        toggle();
      }}
    >
      <IconCalendar size={16} stroke={1.75} aria-hidden />
    </button>
  );
}

type Month = ReturnType<typeof useMonth>;

function DayText({
  month,
  monthId,
  input,
}: {
  month: Month;
  monthId: string;
  input: DateInputProps;
}) {
  const { text, type, withTime, keepWords, ...rest } = input;
  const found = useRef(text); // when the focus came; a text nobody touched stays as it is
  const { active, whole } = month;
  return (
    <input
      {...rest}
      type="text"
      role="combobox"
      inputMode={withTime ? undefined : 'numeric'}
      autoComplete="off"
      placeholder={datePattern(withTime)}
      value={text}
      aria-haspopup="grid"
      aria-expanded={active !== null}
      aria-controls={active ? monthId : undefined}
      aria-activedescendant={active ? dayId(monthId, active) : undefined}
      data-mantine-stop-propagation={active !== null || undefined}
      onChange={(event) => {
        type(event.target.value);
        month.follow(event.target.value);
      }}
      onKeyDown={(event) => {
        if (!month.onKey(event.key)) return rest.onKeyDown?.(event);
        event.preventDefault();
        event.stopPropagation();
      }}
      onFocus={(event) => {
        found.current = text;
        rest.onFocus?.(event);
      }}
      onBlur={(event) => {
        month.close();
        const words = keepWords && daysOfWords(text) !== null;
        if (whole && !words && text !== found.current && whole !== text) type(whole);
        rest.onBlur?.(event);
      }}
    />
  );
}

export function DateInput(input: DateInputProps) {
  const id = useId();
  const month = useMonth(input);
  const { active, open, close } = month;
  return (
    <Popover
      opened={active !== null}
      onChange={(opened) => !opened && close()}
      position="bottom-start"
      withRoles={false}
      closeOnEscape={false}
      trapFocus={false}
    >
      <Popover.Target>
        <span className={css.input}>
          <DayText month={month} monthId={id} input={input} />
          <MonthButton toggle={active ? close : open} />
        </span>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        {active && (
          <Calendar
            id={id}
            active={active}
            chosen={month.chosen}
            show={month.show}
            choose={month.choose}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

// A day by itself, kept as 2026-11-24 and empty where there is none. While what is typed is no day
// there is none either, and the input says so.
export function DayInput({
  value,
  change,
  ...rest
}: Omit<DateInputProps, 'text' | 'type' | 'value'> & {
  value: string;
  change: (day: string) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState<{ text: string; of: string } | null>(null);
  const [left, setLeft] = useState(false); // nobody is told off in the middle of a date
  const text = typed?.of === value ? typed.text : value && textOfDay(value);
  const wrong = left && text.trim() !== '' && dayOfText(text) === null;
  return (
    <>
      <DateInput
        {...rest}
        text={text}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? id : undefined}
        onBlur={(event) => {
          setLeft(true);
          rest.onBlur?.(event);
        }}
        type={(next) => {
          const day = dayOfText(next) ?? '';
          setTyped({ text: next, of: day });
          setLeft(false);
          if (day !== value) change(day);
        }}
      />
      {wrong && (
        <span id={id} role="alert" className={css.wrong}>
          {t(problemOfDate(text))}
        </span>
      )}
    </>
  );
}
