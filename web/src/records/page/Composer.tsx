// SPDX-License-Identifier: Apache-2.0
// Writes what happened or shall happen: note, call, mail, task, meeting; it becomes an activity
// that regards this record.
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreate, useRemove } from '@/api/records';
import { may, useMe, useObject } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { Button } from '@/base/Button';
import { IconCheckbox, IconMail, IconNote, IconPhone, IconUsers } from '@/base/icons';
import { momentOfText } from '@/base/dateText';
import { Kbd } from '@/base/Kbd';
import { useShortcut } from '@/base/shortcuts';
import { showToast } from '@/base/toasts';
import { useUnsaved } from '@/base/unsaved';
import { refusalOf } from '../saveFields';
import { DateInput } from '../value/DateInput';
import { problemOfDate } from '../value/parse';
import inputs from '../value/Value.module.css';
import { isBegun, useNoteDraft } from './noteDraft';
import css from './Composer.module.css';

const kKinds = [
  { kind: 'note', icon: IconNote },
  { kind: 'call', icon: IconPhone },
  { kind: 'mail', icon: IconMail },
  { kind: 'task', icon: IconCheckbox },
  { kind: 'meeting', icon: IconUsers },
] as const;
type Kind = (typeof kKinds)[number]['kind'];

const kSubjectMax = 180;

export function Composer({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const activities = useObject('activities');
  const create = useCreate('activities');
  const remove = useRemove('activities');
  const relate = useCreate('activity_links');
  const cache = useQueryClient();
  const me = useMe();
  const [draft, change, throwAway] = useNoteDraft<Kind>(
    `${me.user.id} ${object.name} ${record.id}`,
  );
  const { text, when, direction, outcome } = draft;
  const kind = draft.open ? draft.kind : null;
  const begin = (next: Kind) => change({ kind: next, open: true });
  const put = () => change({ open: false });
  const [problem, setProblem] = useState('');
  useShortcut('a', t('records:keys.note'), 'record', () => begin('note'));
  useShortcut('t', t('records:keys.task'), 'record', () => begin('task'));
  useShortcut('l', t('records:keys.call'), 'record', () => begin('call'));
  useUnsaved(isBegun(draft), { kept: true });
  if (!may(activities, 'create')) return null;

  const isPlan = kind === 'task' || kind === 'meeting';

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    if (!kind) return;
    const moment = isPlan && when.trim() ? momentOfText(when) : undefined;
    if (!text.trim()) return setProblem(t('records:textMissing'));
    if (moment === null) return setProblem(t(problemOfDate(when, true)));
    const [first = '', ...rest] = text.trim().split('\n');
    const subject = first.length <= kSubjectMax ? first : `${first.slice(0, kSubjectMax)}…`;
    try {
      const activity = await create.mutateAsync({
        kind,
        subject,
        body: rest.length > 0 || subject !== first ? text.trim() : undefined,
        status: isPlan ? 'open' : 'done',
        ...(kind === 'task' ? { due_at: moment } : kind === 'meeting' ? { starts_at: moment } : {}),
        ...(kind === 'call'
          ? {
              direction,
              outcome: outcome.trim() || undefined,
            }
          : {}),
      });
      await relate.mutateAsync({
        activity_id: activity.id,
        object: object.name,
        record_id: record.id,
        role: 'about',
      });
      void cache.invalidateQueries({
        queryKey: ['records', 'activities', 'timeline', object.name, record.id],
      });
      throwAway();
      setProblem('');
      showToast({
        text: t('records:written'),
        act: {
          label: t('base:undo'),
          run: () =>
            remove.mutate(activity, {
              onError: (error) => showToast({ text: refusalOf(error, null, t), tone: 'danger' }),
            }),
        },
      });
    } catch (error) {
      setProblem(refusalOf(error, null, t));
    }
  }

  return (
    <div className={css.composer}>
      <div className={`${css.kinds} scrolls`} role="group" aria-label={t('records:write')}>
        {kKinds.map(({ kind: one, icon: Icon }) => (
          <button
            key={one}
            type="button"
            className={css.kind}
            aria-pressed={kind === one}
            onClick={() => (kind === one ? put() : begin(one))}
          >
            <Icon size={16} stroke={1.75} aria-hidden />
            <span>{t(`records:kind.${one}`)}</span>
          </button>
        ))}
        {!kind && draft.kind && isBegun(draft) && (
          <button type="button" className={css.draft} onClick={() => begin(draft.kind!)}>
            {t('records:draft')}
          </button>
        )}
        {!kind && !isBegun(draft) && (
          <span className={css.hint}>
            {t('records:writeOrPress')} <Kbd>A</Kbd>
          </span>
        )}
      </div>
      {kind && (
        <form
          className={css.form}
          onSubmit={submit}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
            if (event.key !== 'Escape') return;
            event.stopPropagation(); // it puts the note away, not the page
            put();
          }}
        >
          <textarea
            key={kind}
            value={text}
            onChange={(event) => change({ text: event.target.value })}
            className={inputs.input}
            autoFocus
            rows={3}
            placeholder={t(`records:placeholder.${kind}`)}
            aria-label={t(`records:placeholder.${kind}`)}
            aria-invalid={Boolean(problem) || undefined}
            aria-describedby={problem ? 'composer-problem' : undefined}
          />
          <div className={css.row}>
            {isPlan && (
              <label className={css.field}>
                {t('records:when')}
                <DateInput
                  withTime
                  text={when}
                  type={(next) => change({ when: next })}
                  className={inputs.input}
                  data-compact
                />
              </label>
            )}
            {kind === 'call' && (
              <>
                <label className={css.field}>
                  {t('records:direction')}
                  <select
                    value={direction}
                    onChange={(event) => change({ direction: event.target.value })}
                    className={inputs.input}
                    data-compact
                  >
                    <option value="out">{t('records:direction.out')}</option>
                    <option value="in">{t('records:direction.in')}</option>
                  </select>
                </label>
                <label className={css.field}>
                  {t('records:outcome')}
                  <input
                    value={outcome}
                    onChange={(event) => change({ outcome: event.target.value })}
                    className={inputs.input}
                    data-compact
                    maxLength={200}
                  />
                </label>
              </>
            )}
            <span className={css.gap} />
            <Button kind="quiet" small onClick={throwAway}>
              {t('base:cancel')}
            </Button>
            <Button
              kind="filled"
              small
              type="submit"
              busy={create.isPending || relate.isPending}
              keys="Ctrl ↵"
            >
              {t(`records:save.${kind}`)}
            </Button>
          </div>
          {problem && (
            <p id="composer-problem" role="alert" className={css.problem}>
              {problem}
            </p>
          )}
        </form>
      )}
    </div>
  );
}
