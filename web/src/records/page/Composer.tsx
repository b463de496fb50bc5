// SPDX-License-Identifier: Apache-2.0
// Writes what happened or shall happen: note, call, mail, task, meeting; it becomes an activity
// that regards this record.
import { useTranslation } from 'react-i18next';
import { may, useObject } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { Button } from '@/base/Button';
import { IconCheckbox, IconMail, IconNote, IconPhone, IconUsers } from '@/base/icons';
import { Kbd } from '@/base/Kbd';
import { useShortcut } from '@/base/shortcuts';
import { useUnsaved } from '@/base/unsaved';
import { DateInput } from '../value/DateInput';
import inputs from '../value/Value.module.css';
import { isBegun } from './noteDraft';
import { isPlan, useNote, type Note, type NoteKind } from './useNote';
import css from './Composer.module.css';

const kKinds = [
  { kind: 'note', icon: IconNote },
  { kind: 'call', icon: IconPhone },
  { kind: 'mail', icon: IconMail },
  { kind: 'task', icon: IconCheckbox },
  { kind: 'meeting', icon: IconUsers },
] as const;

function KindBar({ note }: { note: Note }) {
  const { t } = useTranslation();
  const { draft, kind, begin, put } = note;
  return (
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
  );
}

function WhenField({ note }: { note: Note }) {
  const { t } = useTranslation();
  return (
    <label className={css.field}>
      {t('records:when')}
      <DateInput
        withTime
        text={note.draft.when}
        type={(when) => note.change({ when })}
        className={inputs.input}
        data-compact
      />
    </label>
  );
}

function CallFields({ note }: { note: Note }) {
  const { t } = useTranslation();
  const { draft, change } = note;
  return (
    <>
      <label className={css.field}>
        {t('records:direction')}
        <select
          value={draft.direction}
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
          value={draft.outcome}
          onChange={(event) => change({ outcome: event.target.value })}
          className={inputs.input}
          data-compact
          maxLength={200}
        />
      </label>
    </>
  );
}

function NoteForm({ kind, note }: { kind: NoteKind; note: Note }) {
  const { t } = useTranslation();
  const { draft, problem } = note;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void note.submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void note.submit();
        if (event.key !== 'Escape') return;
        event.stopPropagation(); // it puts the note away, not the page
        note.put();
      }}
    >
      <textarea
        key={kind}
        value={draft.text}
        onChange={(event) => note.change({ text: event.target.value })}
        className={inputs.input}
        autoFocus
        rows={3}
        placeholder={t(`records:placeholder.${kind}`)}
        aria-label={t(`records:placeholder.${kind}`)}
        aria-invalid={Boolean(problem) || undefined}
        aria-describedby={problem ? 'composer-problem' : undefined}
      />
      <div className={css.row}>
        {isPlan(kind) && <WhenField note={note} />}
        {kind === 'call' && <CallFields note={note} />}
        <span className={css.gap} />
        <Button kind="quiet" small onClick={note.throwAway}>
          {t('base:cancel')}
        </Button>
        <Button kind="filled" small type="submit" busy={note.busy} keys="Ctrl ↵">
          {t(`records:save.${kind}`)}
        </Button>
      </div>
      {problem && (
        <p id="composer-problem" role="alert" className={css.problem}>
          {problem}
        </p>
      )}
    </form>
  );
}

export function Composer({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const activities = useObject('activities');
  const note = useNote(object, record);
  const { kind, begin } = note;
  useShortcut('a', t('records:keys.note'), 'record', () => begin('note'));
  useShortcut('t', t('records:keys.task'), 'record', () => begin('task'));
  useShortcut('l', t('records:keys.call'), 'record', () => begin('call'));
  useUnsaved(isBegun(note.draft), { kept: true });
  if (!may(activities, 'create')) return null;
  return (
    <div className={css.composer}>
      <KindBar note={note} />
      {kind && <NoteForm kind={kind} note={note} />}
    </div>
  );
}
