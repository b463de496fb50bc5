// SPDX-License-Identifier: Apache-2.0
// The objects: how many fields and what name each has, and making one of one's own.
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { listHref, useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { Chip } from '@/base/Chip';
import { labelOf } from '@/base/i18n/i18n';
import { IconPlus } from '@/base/icons';
import { ObjectIcon } from '@/base/ObjectIcon';
import { Failure, Skeleton } from '@/base/State';
import { useUnsaved } from '@/base/unsaved';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import { manyLabel, oneLabel } from '@/records/fields';
import { isCustom, useChanges, useOverview, type Change, type Overview } from './api';
import { inBoth } from './draft';
import { LabelInputs } from './LabelInputs';
import { PlanCard } from './PlanCard';
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
const kNew = '+';

function labelsOf(object: ObjectDefinition | undefined) {
  return {
    one: { es: object?.label.es[0] ?? '', en: object?.label.en[0] ?? '' },
    many: { es: object?.label.es[1] ?? '', en: object?.label.en[1] ?? '' },
  };
}

function ObjectEditor({
  object,
  overview,
  done,
}: {
  object?: ObjectDefinition;
  overview: Overview;
  done: (name?: string) => void;
}) {
  const { t } = useTranslation();
  const [labels, setLabels] = useState(() => labelsOf(object));
  const [icon, setIcon] = useState(object?.views?.icon ?? kIcons[0]!);
  const [like, setLike] = useState(kLike[0]!);
  const changes = useChanges(t('definitions:failed'));
  const errors = changes.problem?.fields ?? {};
  const form = useFaultFocus(changes.problem);
  const hidden = overview.document.objects?.some(
    (entry) => entry.name === object?.name && entry.hidden_at,
  );
  const [one, many] = [inBoth(labels.one), inBoth(labels.many)];
  const label = { es: [one.es, many.es], en: [one.en, many.en] };
  const change: Change = object
    ? { do: 'change_object', object: object.name, set: { label, icon } }
    : { do: 'add_object', object: { label, icon, rights_like: like } };
  const [begun] = useState(() => JSON.stringify([labels, icon, like]));
  const forget = useUnsaved(JSON.stringify([labels, icon, like]) !== begun);
  const finished = () => {
    forget();
    done(object?.name);
  };
  const ask = async (asked: Change) => (await changes.ask([asked])) && finished();
  return (
    <form
      ref={form}
      className={css.editor}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void ask(change);
      }}
    >
      <h2 className={css.title}>{object ? oneLabel(object) : t('definitions:newObject')}</h2>
      {changes.problem && (
        <p className={css.problem} role="alert">
          {changes.problem.text}
        </p>
      )}
      <LabelInputs
        legend={t('definitions:singular')}
        value={labels.one}
        change={(one) => setLabels({ ...labels, one })}
        errors={errors}
        at="object/label"
        required
      />
      <LabelInputs
        legend={t('definitions:plural')}
        value={labels.many}
        change={(many) => setLabels({ ...labels, many })}
        required
        hint
      />
      <fieldset className={css.icons}>
        <legend>{t('definitions:icon')}</legend>
        {[...new Set([icon, ...kIcons])].map((name, index) => (
          <label key={name}>
            <input
              type="radio"
              name="icon"
              aria-label={t('definitions:iconNumber', { number: index + 1 })}
              checked={icon === name}
              onChange={() => setIcon(name)}
            />
            <ObjectIcon name={name} size={18} />
          </label>
        ))}
      </fieldset>
      {!object && (
        <label className={css.line}>
          <span>{t('definitions:rightsLike')}</span>
          <select value={like} onChange={(event) => setLike(event.target.value)}>
            {overview.definitions.objects
              .filter((entry) => kLike.includes(entry.name))
              .map((entry) => (
                <option key={entry.name} value={entry.name}>
                  {manyLabel(entry)}
                </option>
              ))}
          </select>
        </label>
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
          {object && isCustom(object) && (
            <Button
              onClick={() =>
                void ask({ do: 'change_object', object: object.name, set: { hidden: !hidden } })
              }
            >
              {t(hidden ? 'definitions:show' : 'definitions:hide')}
            </Button>
          )}
          {object && hidden && (
            <Button
              kind="danger"
              onClick={() => void ask({ do: 'drop_object', object: object.name, erase: true })}
            >
              {t('definitions:erase')}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}

function ObjectRow({
  object,
  overview,
  choose,
}: {
  object: ObjectDefinition;
  overview: Overview;
  choose: () => void;
}) {
  const { t } = useTranslation();
  const own = isCustom(object);
  const hidden = overview.document.objects?.some(
    (entry) => entry.name === object.name && entry.hidden_at,
  );
  return (
    <tr>
      <th scope="row">
        <button type="button" className={css.pick} onClick={choose}>
          {manyLabel(object)}
        </button>
        <code className={css.code} translate="no">
          {object.name}
        </code>
      </th>
      <td>
        <Chip tone={own ? 'accent' : 'neutral'}>
          {t(own ? 'definitions:own' : 'definitions:shipped')}
        </Chip>{' '}
        {hidden && <Chip tone="attention">{t('definitions:hidden')}</Chip>}
      </td>
      <td data-end className="figures">
        <a href={`#/administration/fields?object=${object.name}`}>
          {t('definitions:meter', { used: overview.used[object.name] ?? 0, max: overview.max })}
        </a>
      </td>
      <td data-end data-minor>
        {!hidden && (
          <a
            href={listHref(object.name)}
            aria-label={t('definitions:openList', {
              name: labelOf({ es: object.label.es[1], en: object.label.en[1] }),
            })}
          >
            {t('definitions:open')}
          </a>
        )}
      </td>
    </tr>
  );
}

export function ObjectsPage() {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const { data: overview, error, refetch } = useOverview();
  const objects = [...(overview?.definitions.objects ?? [])].sort(
    (a, b) => Number(isCustom(b)) - Number(isCustom(a)) || manyLabel(a).localeCompare(manyLabel(b)),
  );
  const chosen = objects.find((object) => object.name === search.object);
  const open = chosen !== undefined || search.object === kNew;
  return (
    <AdministrationFrame
      title={t('definitions:objects')}
      acts={
        <Button
          kind={open ? 'outline' : 'filled'}
          icon={IconPlus}
          onClick={() => change({ object: kNew })}
        >
          {t('definitions:newObject')}
        </Button>
      }
    >
      {error ? (
        <Failure text={t('definitions:notLoaded')} retry={() => void refetch()} />
      ) : !overview ? (
        <Skeleton rows={10} />
      ) : (
        <div className={css.columns} data-two>
          <section className={css.middle} data-open={open || undefined}>
            <table className={css.table}>
              <thead>
                <tr>
                  <th scope="col">{t('definitions:object')}</th>
                  <th scope="col">{t('definitions:origin')}</th>
                  <th scope="col" data-end>
                    {t('definitions:fields')}
                  </th>
                  <th scope="col" data-end data-minor>
                    {t('definitions:list')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {objects.map((object) => (
                  <ObjectRow
                    key={object.name}
                    object={object}
                    overview={overview}
                    choose={() => change({ object: object.name })}
                  />
                ))}
              </tbody>
            </table>
          </section>
          {open && (
            <aside className={css.right} aria-label={t('definitions:editor')}>
              <ObjectEditor
                key={`${search.object}.${overview.version}`}
                object={chosen}
                overview={overview}
                done={(object) => change({ object }, { replace: true })}
              />
            </aside>
          )}
        </div>
      )}
    </AdministrationFrame>
  );
}
