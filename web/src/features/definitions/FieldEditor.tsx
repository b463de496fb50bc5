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
import { Problem } from './Problem';
import { useFaultFocus } from './useFaultFocus';
import css from './Definitions.module.css';

interface DraftProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}

// What stands in the editor, and what saving it would change.
function useFieldDraft(object: ObjectDefinition, row: FieldRow | undefined, saved: () => void) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(() => (row ? draftOf(row) : newDraft()));
  const [begun] = useState(draft);
  const changes = useChanges(t('definitions:failed'));
  const change = row ? differenceOf(object.name, row, draft) : additionOf(object.name, draft);
  const content = JSON.stringify(draft);
  const forget = useUnsaved(content !== JSON.stringify(begun) && content);
  const finished = () => {
    forget();
    saved();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (change && (await changes.ask([change]))) finished();
  };
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return { draft, set, change, changes, submit, finished };
}

function TypeSelect({ draft, set }: DraftProps) {
  const { t } = useTranslation();
  return (
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
  );
}

// What a link links to and how many decimals a number has is settled once.
function OfType({ object, draft, set }: DraftProps & { object: ObjectDefinition }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  if (draft.type === 'link' || draft.type === 'links')
    return (
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
    );
  if (draft.type !== 'decimal') return null;
  return (
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
  );
}

function Words({
  draft,
  set,
  errors,
  at,
}: DraftProps & { errors: Record<string, string>; at: 'set' | 'field' }) {
  const { t } = useTranslation();
  return (
    <>
      <LabelInputs
        legend={t('definitions:label')}
        value={draft.label}
        change={(label) => set({ label })}
        errors={errors}
        at={`${at}/label`}
        required
        hint
      />
      <LabelInputs
        legend={t('definitions:help')}
        value={draft.help}
        change={(help) => set({ help })}
        errors={errors}
        at={`${at}/help`}
      />
    </>
  );
}

function Mark({
  name,
  checked,
  disabled,
  change,
}: {
  name: string;
  checked: boolean;
  disabled?: boolean;
  change: (checked: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <label>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => change(event.target.checked)}
      />
      <span>{t(`definitions:mark.${name}`)}</span>
      <span className={css.faint}>{t(`definitions:markHint.${name}`)}</span>
    </label>
  );
}

function Marks({ row, draft, set }: DraftProps & { row: FieldRow | undefined }) {
  const own = !row || row.own;
  return (
    <div className={css.marks}>
      {marksFor(draft.type).map((flag) => (
        <Mark
          key={flag}
          name={flag}
          checked={draft[flag]}
          disabled={!own && row.field?.[flag] === true}
          change={(checked) => set({ [flag]: checked })}
        />
      ))}
      {own && draft.type !== 'options' && draft.type !== 'links' && (
        <Mark name="inList" checked={draft.inList} change={(inList) => set({ inList })} />
      )}
    </div>
  );
}

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
  const { draft, set, change, changes, submit, finished } = useFieldDraft(object, row, () =>
    row ? done(row.name) : made(),
  );
  const form = useFaultFocus(changes.problem);
  const optioned = draft.type === 'option' || (draft.type === 'options' && !row);
  return (
    <form ref={form} className={css.editor} onSubmit={submit} noValidate>
      <h2 className={css.title}>
        {row ? t('definitions:editField') : t('definitions:newFieldOf', { of: manyLabel(object) })}
      </h2>
      {row && <code className={css.code} translate="no">{`${object.name}.${row.name}`}</code>}
      <Problem text={changes.problem?.text} />
      {!row && <TypeSelect draft={draft} set={set} />}
      <Words
        draft={draft}
        set={set}
        errors={changes.problem?.fields ?? {}}
        at={row ? 'set' : 'field'}
      />
      {!row && <OfType object={object} draft={draft} set={set} />}
      {optioned && !row?.field?.read_only && (
        <OptionsEditor
          options={draft.options}
          change={(options) => set({ options })}
          plain={draft.type === 'options'}
        />
      )}
      <Marks row={row} draft={draft} set={set} />
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
