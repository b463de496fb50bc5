// SPDX-License-Identifier: Apache-2.0
// One object, new or standing: its words, its sign, whose rights a new one starts with; and, for an
// object of one's own, hiding and erasing it.
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { ObjectIcon } from '@/base/ObjectIcon';
import { useUnsaved } from '@/base/unsaved';
import { manyLabel, oneLabel } from '@/records/fields';
import { isCustom, isHidden, useChanges, type Change, type Overview } from './api';
import { inBoth } from './draft';
import { LabelInputs } from './LabelInputs';
import { PlanCard } from './PlanCard';
import { Problem } from './Problem';
import { useFaultFocus } from './useFaultFocus';
import css from './Definitions.module.css';

const kIcons = [
  'list-details',
  'package',
  'briefcase',
  'flag',
  'map-pin',
  'receipt',
  'bulb',
  'tag',
];
const kLike = ['opportunities', 'accounts', 'activities', 'products'];

const draftOf = (object: ObjectDefinition | undefined) => ({
  one: { es: object?.label.es[0] ?? '', en: object?.label.en[0] ?? '' },
  many: { es: object?.label.es[1] ?? '', en: object?.label.en[1] ?? '' },
  icon: object?.views?.icon ?? kIcons[0]!,
  like: kLike[0]!,
});
type Draft = ReturnType<typeof draftOf>;

function changeOf(object: ObjectDefinition | undefined, draft: Draft): Change {
  const [one, many] = [inBoth(draft.one), inBoth(draft.many)];
  const words = { label: { es: [one.es, many.es], en: [one.en, many.en] }, icon: draft.icon };
  return object
    ? { do: 'change_object', object: object.name, set: words }
    : { do: 'add_object', object: { ...words, rights_like: draft.like } };
}

function useObjectDraft(object: ObjectDefinition | undefined, done: (name?: string) => void) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(object));
  const [begun] = useState(() => JSON.stringify(draft));
  const changes = useChanges(t('definitions:failed'));
  const content = JSON.stringify(draft);
  const forget = useUnsaved(content !== begun && content);
  const finished = () => {
    forget();
    done(object?.name);
  };
  const ask = async (asked: Change) => {
    if (await changes.ask([asked])) finished();
  };
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return { draft, set, changes, ask, finished };
}

function IconChoice({ icon, choose }: { icon: string; choose: (icon: string) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className={css.icons}>
      <legend>{t('definitions:icon')}</legend>
      {[...new Set([icon, ...kIcons])].map((name, index) => (
        <label key={name}>
          <input
            type="radio"
            name="icon"
            aria-label={t('definitions:iconNumber', { number: index + 1 })}
            checked={icon === name}
            onChange={() => choose(name)}
          />
          <ObjectIcon name={name} size={18} />
        </label>
      ))}
    </fieldset>
  );
}

function RightsLike({
  objects,
  like,
  choose,
}: {
  objects: ObjectDefinition[];
  like: string;
  choose: (like: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <label className={css.line}>
      <span>{t('definitions:rightsLike')}</span>
      <select value={like} onChange={(event) => choose(event.target.value)}>
        {objects
          .filter((entry) => kLike.includes(entry.name))
          .map((entry) => (
            <option key={entry.name} value={entry.name}>
              {manyLabel(entry)}
            </option>
          ))}
      </select>
    </label>
  );
}

// Hiding is at once and can be taken back; only what is hidden can be erased.
function ObjectFate({
  object,
  hidden,
  ask,
}: {
  object: ObjectDefinition;
  hidden: boolean;
  ask: (change: Change) => Promise<void>;
}) {
  const { t } = useTranslation();
  const hide: Change = { do: 'change_object', object: object.name, set: { hidden: !hidden } };
  const erase: Change = { do: 'drop_object', object: object.name, erase: true };
  return (
    <>
      {isCustom(object) && (
        <Button onClick={() => void ask(hide)}>
          {t(hidden ? 'definitions:show' : 'definitions:hide')}
        </Button>
      )}
      {hidden && (
        <Button kind="danger" onClick={() => void ask(erase)}>
          {t('definitions:erase')}
        </Button>
      )}
    </>
  );
}

export function ObjectEditor({
  object,
  overview,
  done,
}: {
  object?: ObjectDefinition;
  overview: Overview;
  done: (name?: string) => void;
}) {
  const { t } = useTranslation();
  const { draft, set, changes, ask, finished } = useObjectDraft(object, done);
  const form = useFaultFocus(changes.problem);
  return (
    <form
      ref={form}
      className={css.editor}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void ask(changeOf(object, draft));
      }}
    >
      <h2 className={css.title}>{object ? oneLabel(object) : t('definitions:newObject')}</h2>
      <Problem text={changes.problem?.text} />
      <LabelInputs
        legend={t('definitions:singular')}
        value={draft.one}
        change={(one) => set({ one })}
        errors={changes.problem?.fields ?? {}}
        at="object/label"
        required
      />
      <LabelInputs
        legend={t('definitions:plural')}
        value={draft.many}
        change={(many) => set({ many })}
        required
        hint
      />
      <IconChoice icon={draft.icon} choose={(icon) => set({ icon })} />
      {!object && (
        <RightsLike
          objects={overview.definitions.objects}
          like={draft.like}
          choose={(like) => set({ like })}
        />
      )}
      <PlanCard
        changes={changes}
        label={t(object ? 'definitions:apply' : 'definitions:createObject')}
        done={finished}
      />
      {!changes.plan && (
        <div className={css.acts}>
          <Button kind="filled" type="submit" busy={changes.busy}>
            {t(object ? 'definitions:save' : 'definitions:showPlan')}
          </Button>
          <Button onClick={() => done()}>{t('base:cancel')}</Button>
          {object && (
            <ObjectFate object={object} hidden={isHidden(overview, object.name)} ask={ask} />
          )}
        </div>
      )}
    </form>
  );
}
