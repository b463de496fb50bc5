// SPDX-License-Identifier: Apache-2.0
// A new phone, mail, address or web of a record.
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreate } from '@/api/records';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { fieldOf } from '../fields';
import { refusalOf } from '../saveFields';
import inputs from '../value/Value.module.css';
import css from './Related.module.css';

function Options({ field }: { field: FieldDefinition | undefined }) {
  return field?.options?.map((option) => (
    <option key={option.value} value={option.value}>
      {labelOf(option.label)}
    </option>
  ));
}

function PostalFields({ object }: { object: ObjectDefinition }) {
  const row = (name: string) => (
    <label key={name}>
      {labelOf(fieldOf(object, name)?.label)}
      <input name={name} className={inputs.input} data-compact />
    </label>
  );
  return (
    <>
      {['street', 'street2'].map(row)}
      <div className={css.pair}>{['postal_code', 'city', 'region', 'country'].map(row)}</div>
    </>
  );
}

const kTypes: Record<string, string> = { email: 'email', phone: 'tel' };

function ValueField({
  object,
  kind,
  wrong,
}: {
  object: ObjectDefinition;
  kind: string;
  wrong: boolean;
}) {
  return (
    <label>
      {labelOf(fieldOf(object, 'value')?.label)}
      <input
        name="value"
        required
        className={inputs.input}
        data-compact
        type={kTypes[kind] ?? 'text'}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? 'point-problem' : undefined}
      />
    </label>
  );
}

// What was filled in, by the names of the fields.
function filledIn(form: HTMLFormElement): Record<string, unknown> {
  const fields = new FormData(form);
  const filled = [...fields]
    .map(([name, value]) => [name, String(value).trim()])
    .filter(([, value]) => value !== '');
  return { ...Object.fromEntries(filled), is_primary: fields.has('is_primary') };
}

export function PointForm({
  object,
  fixed,
  close,
}: {
  object: ObjectDefinition;
  fixed: Record<string, unknown>;
  close: () => void;
}) {
  const { t } = useTranslation();
  const create = useCreate('contact_points');
  const [kind, setKind] = useState('phone');
  const [problem, setProblem] = useState('');
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const point = { ...filledIn(event.currentTarget), ...fixed, kind };
    create.mutate(point, {
      onSuccess: close,
      onError: (error) => setProblem(refusalOf(error, 'value', t)),
    });
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <div className={css.pair}>
        <label>
          {labelOf(fieldOf(object, 'kind')?.label)}
          <select
            className={inputs.input}
            data-compact
            autoFocus
            value={kind}
            onChange={(event) => setKind(event.target.value)}
          >
            <Options field={fieldOf(object, 'kind')} />
          </select>
        </label>
        <label>
          {labelOf(fieldOf(object, 'label')?.label)}
          <select name="label" className={inputs.input} data-compact>
            <Options field={fieldOf(object, 'label')} />
          </select>
        </label>
      </div>
      {kind === 'postal' ? (
        <PostalFields object={object} />
      ) : (
        <ValueField object={object} kind={kind} wrong={problem !== ''} />
      )}
      <label className={css.check}>
        <input type="checkbox" name="is_primary" className={inputs.check} />
        {labelOf(fieldOf(object, 'is_primary')?.label)}
      </label>
      {problem && (
        <p id="point-problem" role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      <div className={css.acts}>
        <Button small kind="quiet" onClick={close}>
          {t('base:cancel')}
        </Button>
        <Button small kind="filled" type="submit" busy={create.isPending}>
          {t('records:save')}
        </Button>
      </div>
    </form>
  );
}
