// SPDX-License-Identifier: Apache-2.0
// One field, new or standing: its words, what it may be used for, its options, how it will look. A
// shipped field may get other words, be hidden or be asked for; nothing else.
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { useUnsaved } from '@/base/unsaved';
import { manyLabel } from '@/records/fields';
import { useChanges, type Usage } from './api';
import {
  additionOf,
  differenceOf,
  draftOf,
  linkTargets,
  marksFor,
  newDraft,
  type Draft,
} from './draft';
import { FieldPreview } from './FieldPreview';
import { FieldFate } from './FieldFate';
import { kTypes, type FieldRow } from './fieldRows';
import { LabelInputs } from './LabelInputs';
import { OptionsEditor } from './OptionsEditor';
import { PlanCard } from './PlanCard';
import { useFaultFocus } from './useFaultFocus';
import css from './Definitions.module.css';

export function FieldEditor({
  object,
  row,
  usage,
  done,
  made,
}: {
  object: ObjectDefinition;
  row?: FieldRow;
  usage?: Usage;
  done: (name?: string) => void;
  made: () => void; // a new field stands
}) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const [draft, setDraft] = useState<Draft>(() => (row ? draftOf(row) : newDraft()));
  const changes = useChanges(t('definitions:failed'));
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const errors = changes.problem?.fields ?? {};
  const form = useFaultFocus(changes.problem);
  const start = row ? 'set' : 'field';
  const isLink = draft.type === 'link' || draft.type === 'links';
  const change = row ? differenceOf(object.name, row, draft) : additionOf(object.name, draft);
  const fixed = row !== undefined && !row.own;

  const [begun] = useState(draft);
  const content = JSON.stringify(draft);
  const forget = useUnsaved(content !== JSON.stringify(begun) && content);
  const finished = () => {
    forget();
    if (row) done(row.name);
    else made();
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (change && (await changes.ask([change]))) finished();
  }

  return (
    <form ref={form} className={css.editor} onSubmit={submit} noValidate>
      <h2 className={css.title}>
        {row ? t('definitions:editField') : t('definitions:newFieldOf', { of: manyLabel(object) })}
      </h2>
      {row && <code className={css.code} translate="no">{`${object.name}.${row.name}`}</code>}
      {changes.problem && (
        <p className={css.problem} role="alert">
          {changes.problem.text}
        </p>
      )}
      {!row && (
        <label className={css.line}>
          <span>{t('definitions:type')}</span>
          <select
            value={draft.type}
            onChange={(event) => {
              const type = event.target.value;
              set({ type, sortable: false, searchable: false, filterable: type !== 'text' });
            }}
          >
            {kTypes.map((type) => (
              <option key={type} value={type}>
                {t(`definitions:type.${type}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <LabelInputs
        legend={t('definitions:label')}
        value={draft.label}
        change={(label) => set({ label })}
        errors={errors}
        at={`${start}/label`}
        required
        hint
      />
      <LabelInputs
        legend={t('definitions:help')}
        value={draft.help}
        change={(help) => set({ help })}
        errors={errors}
        at={`${start}/help`}
      />
      {isLink && !row && (
        <label className={css.line}>
          <span>{t('definitions:target')}</span>
          <select value={draft.target} onChange={(event) => set({ target: event.target.value })}>
            {linkTargets(objects.values(), object.name, draft.type).map((target) => (
              <option key={target.name} value={target.name}>
                {manyLabel(target)}
              </option>
            ))}
          </select>
        </label>
      )}
      {draft.type === 'decimal' && !row && (
        <label className={css.line}>
          <span>{t('definitions:scale')}</span>
          <input
            type="number"
            min={0}
            max={12}
            value={draft.scale}
            onChange={(event) => set({ scale: Number(event.target.value) })}
          />
        </label>
      )}
      {(draft.type === 'option' || (draft.type === 'options' && !row)) &&
        !row?.field?.read_only && (
          <OptionsEditor
            options={draft.options}
            change={(options) => set({ options })}
            plain={draft.type === 'options'}
          />
        )}
      <div className={css.marks}>
        {marksFor(draft.type).map((flag) => (
          <label key={flag}>
            <input
              type="checkbox"
              checked={draft[flag]}
              disabled={fixed && row?.field?.[flag] === true}
              onChange={(event) => set({ [flag]: event.target.checked })}
            />
            <span>{t(`definitions:mark.${flag}`)}</span>
            <span className={css.faint}>{t(`definitions:markHint.${flag}`)}</span>
          </label>
        ))}
        {(!row || row.own) && draft.type !== 'options' && draft.type !== 'links' && (
          <label>
            <input
              type="checkbox"
              checked={draft.inList}
              onChange={(event) => set({ inList: event.target.checked })}
            />
            <span>{t('definitions:mark.inList')}</span>
            <span className={css.faint}>{t('definitions:markHint.inList')}</span>
          </label>
        )}
      </div>
      <FieldPreview draft={draft} />
      <PlanCard
        changes={changes}
        label={t(row ? 'definitions:apply' : 'definitions:createField')}
        done={finished}
      />
      {!changes.plan && (
        <div className={css.acts}>
          <Button kind="filled" type="submit" busy={changes.busy} disabled={!change}>
            {t(row ? 'definitions:save' : 'definitions:showPlan')}
          </Button>
          <Button onClick={() => done()}>{t('base:cancel')}</Button>
        </div>
      )}
      {row && (
        <FieldFate object={object.name} row={row} use={usage?.fields[row.name]} done={done} />
      )}
    </form>
  );
}
