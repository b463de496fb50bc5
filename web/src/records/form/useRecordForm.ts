// SPDX-License-Identifier: Apache-2.0
// What stands in a form of a record: the values, what is wrong with them (before they are sent, and
// as the server says), and sending them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { ApiError } from '@/api/client';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { useUnsaved } from '@/base/unsaved';
import { fieldOf } from '../fields';
import { refusalOf } from '../saveFields';
import { isSame, type Parsed } from '../value/parse';

export type FormErrors = Record<string, string>;
type Values = Record<string, unknown>;

const isEmpty = (value: unknown) => value === null || value === undefined || value === '';

function missingIn(fields: FieldDefinition[], values: Values, t: TFunction): FormErrors {
  const missing = fields.filter(
    (field) => field.required && !field.read_only && isEmpty(values[field.name]),
  );
  return Object.fromEntries(
    missing.map(({ name, label }) => [name, t('records:required', { field: labelOf(label) })]),
  );
}

// What a new record has, or what has changed of one that is there.
const toSend = (values: Values, initial: Values, isNew: boolean): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        !name.includes('@') &&
        (isNew ? value !== null && value !== undefined : !isSame(value, initial[name])),
    ),
  );

// What the server refuses, by field, and what concerns no field here.
function refused(object: ObjectDefinition, error: unknown, t: TFunction) {
  const details = error instanceof ApiError ? error.details : [];
  const byField: FormErrors = {};
  const beside: string[] = [];
  for (const { target = '', message } of details) {
    const name = target.split('/')[0]!;
    if (!fieldOf(object, name)) beside.push(message);
    else byField[name] = [byField[name], message].filter(Boolean).join(' ');
  }
  if (
    error instanceof ApiError &&
    error.target &&
    fieldOf(object, error.target) &&
    !byField[error.target]
  )
    byField[error.target] = error.message;
  const isTold = Object.keys(byField).length > 0;
  return { byField, general: isTold ? beside.join(' ') : refusalOf(error, null, t) };
}

export interface RecordFormProps {
  object: ObjectDefinition;
  initial: Record<string, unknown>; // values, and `FIELD@clientela.label` of links
  isNew: boolean;
  // `saved` is called once the values stand, before the page leads on.
  save: (values: Record<string, unknown>, saved: () => void) => Promise<unknown>;
  cancel: () => void; // asks by itself where something is held
}

export function useRecordForm(
  { object, initial: given, isNew, save }: RecordFormProps,
  fields: FieldDefinition[],
) {
  const { t } = useTranslation();
  const [initial] = useState(given); // «now» stays the moment at which the form opened
  const [values, setValues] = useState<Values>(initial);
  const [problems, setProblems] = useState<FormErrors>({}); // of what is typed, before it is sent
  const [errors, setErrors] = useState<FormErrors>({});
  const [general, setGeneral] = useState('');
  const [busy, setBusy] = useState(false);
  const touched =
    Object.keys(problems).length > 0 ||
    Object.keys(values).some((name) => !isSame(values[name], initial[name]));
  const forget = useUnsaved(touched && JSON.stringify([values, problems]));

  const put = (changes: Values) => setValues((before) => ({ ...before, ...changes }));
  function change({ name, max_length: max }: FieldDefinition, parsed: Parsed, label?: string) {
    const { [name]: _old, ...restErrors } = errors;
    const { [name]: _problem, ...restProblems } = problems;
    setErrors(restErrors);
    if ('problem' in parsed)
      return setProblems({ ...restProblems, [name]: t(parsed.problem, { max }) });
    setProblems(restProblems);
    put({
      [name]: parsed.value,
      ...(label === undefined ? {} : { [`${name}@clientela.label`]: label }),
    });
  }

  async function submit() {
    // A new record may leave to the server what its rules fill in (name, pipeline, stage), so only
    // the server knows what is really missing there.
    const found = { ...(isNew ? {} : missingIn(fields, values, t)), ...problems };
    setErrors(found);
    setGeneral('');
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await save(toSend(values, initial, isNew), forget);
    } catch (error) {
      const faults = refused(object, error, t);
      setErrors(faults.byField);
      setGeneral(faults.general);
    } finally {
      setBusy(false);
    }
  }

  return { values, put, change, errors, problems, general, busy, submit };
}
