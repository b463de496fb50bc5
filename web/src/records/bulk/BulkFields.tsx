// SPDX-License-Identifier: Apache-2.0
// The question of a bulk act: which field gets which value, who owns the records, which links come
// or go.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { IconX } from '@/base/icons';
import { fieldOf, isEditable } from '../fields';
import { FieldInput } from '../value/FieldInput';
import { LinkPicker } from '../value/LinkPicker';
import type { BulkAction, BulkValues } from './bulk';
import inputs from '../value/Value.module.css';
import css from './Bulk.module.css';

interface BulkFieldsProps {
  object: ObjectDefinition;
  action: BulkAction;
  setAction: (action: BulkAction) => void;
  values: BulkValues;
  setValues: (values: BulkValues) => void;
}

const kOwners = ['owner_id', 'team_id', 'territory_id'];

const choices = (object: ObjectDefinition): FieldDefinition[] =>
  object.fields
    .filter(
      (field) =>
        isEditable(field) &&
        !field.unique &&
        field.type !== 'json' &&
        field.type !== 'id' &&
        !kOwners.includes(field.name),
    )
    .sort((a, b) => labelOf(a.label).localeCompare(labelOf(b.label)));

export function BulkFields(props: BulkFieldsProps) {
  if (props.action === 'assign') return <Owners {...props} />;
  if (props.action === 'edit') return <OneField {...props} />;
  return <Links {...props} />;
}

function OneField({ object, setValues }: BulkFieldsProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [label, setLabel] = useState<string | undefined>();
  const [value, setValue] = useState<unknown>(null);
  const [problem, setProblem] = useState(false);
  const field = name ? fieldOf(object, name) : undefined;
  const take = (next: string) => {
    setName(next);
    setValue(null);
    setLabel(undefined);
    setProblem(false);
    const chosen = next ? fieldOf(object, next) : undefined;
    setValues(chosen && !chosen.required ? { [next]: null } : {});
  };
  return (
    <>
      <label className={css.label} htmlFor="bulk-field">
        {t('bulk:field')}
      </label>
      <select
        id="bulk-field"
        className={inputs.input}
        value={name}
        data-autofocus
        onChange={(event) => take(event.target.value)}
      >
        <option value="">{t('bulk:chooseField')}</option>
        {choices(object).map((choice) => (
          <option key={choice.name} value={choice.name}>
            {labelOf(choice.label)}
          </option>
        ))}
      </select>
      {field && (
        <div className={css.value} key={field.name}>
          <label className={css.label} htmlFor="bulk-value">
            {t('bulk:newValue')}
          </label>
          <FieldInput
            id="bulk-value"
            field={field}
            value={value}
            label={label}
            autoFocus={false}
            describedBy={undefined}
            invalid={problem}
            change={(parsed, text) => {
              setProblem('problem' in parsed);
              if ('problem' in parsed) return setValues({});
              setValue(parsed.value);
              setLabel(text);
              setValues(
                parsed.value === null && field.required ? {} : { [field.name]: parsed.value },
              );
            }}
          />
          {value === null && !field.required && <p className={css.hint}>{t('bulk:empties')}</p>}
        </div>
      )}
    </>
  );
}

function Owners({ object, values, setValues }: BulkFieldsProps) {
  const [labels, setLabels] = useState<Record<string, string>>({});
  return (
    <>
      {kOwners.map((name, index) => {
        const field = fieldOf(object, name);
        if (!field || !isEditable(field)) return null;
        return (
          <div className={css.value} key={name}>
            <label className={css.label} htmlFor={`bulk-${name}`}>
              {labelOf(field.label)}
            </label>
            <LinkPicker
              id={`bulk-${name}`}
              target={field.target!}
              value={(values[name] as string | undefined) ?? null}
              label={labels[name] ?? ''}
              autoFocus={index === 0}
              choose={(id, label) => {
                const { [name]: _, ...others } = values;
                setValues(id ? { ...others, [name]: id } : others);
                setLabels({ ...labels, [name]: label });
              }}
            />
          </div>
        );
      })}
    </>
  );
}

function AddOrTake({ action, setAction }: Pick<BulkFieldsProps, 'action' | 'setAction'>) {
  const { t } = useTranslation();
  return (
    <fieldset className={css.choice}>
      <legend className="hidden-text">{t('bulk:addOrTake')}</legend>
      {(['classify', 'unclassify'] as const).map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="bulk-links"
            checked={action === each}
            onChange={() => setAction(each)}
          />
          {t(`bulk:way.${each}`)}
        </label>
      ))}
    </fieldset>
  );
}

interface Linked {
  id: string;
  label: string;
}

function ChosenLinks({ chosen, leave }: { chosen: Linked[]; leave: (id: string) => void }) {
  const { t } = useTranslation();
  if (chosen.length === 0) return null;
  return (
    <ul className={css.chosen}>
      {chosen.map(({ id, label }) => (
        <li key={id}>
          {label}
          <button
            type="button"
            aria-label={t('bulk:leave', { name: label })}
            onClick={() => leave(id)}
          >
            <IconX size={14} stroke={1.75} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Links({ object, action, setAction, setValues }: BulkFieldsProps) {
  const { t } = useTranslation();
  const links = object.many_links ?? [];
  const [name, setName] = useState(links[0]!.name);
  const [chosen, setChosen] = useState<Linked[]>([]);
  const link = links.find((each) => each.name === name)!;
  const take = (next: Linked[]) => {
    setChosen(next);
    setValues(next.length > 0 ? { [name]: next.map(({ id }) => id) } : {});
  };
  return (
    <>
      <AddOrTake action={action} setAction={setAction} />
      {links.length > 1 && (
        <select
          className={inputs.input}
          aria-label={t('bulk:which')}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            take([]);
          }}
        >
          {links.map((each) => (
            <option key={each.name} value={each.name}>
              {labelOf(each.label)}
            </option>
          ))}
        </select>
      )}
      <label className={css.label} htmlFor="bulk-link">
        {labelOf(link.label)}
      </label>
      <ChosenLinks chosen={chosen} leave={(id) => take(chosen.filter((one) => one.id !== id))} />
      <LinkPicker
        key={chosen.length}
        id="bulk-link"
        target={link.target}
        value={null}
        label=""
        autoFocus
        choose={(id, label) => {
          if (id && !chosen.some((one) => one.id === id)) take([...chosen, { id, label }]);
        }}
      />
    </>
  );
}
