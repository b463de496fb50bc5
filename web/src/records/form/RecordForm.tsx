// SPDX-License-Identifier: Apache-2.0
// The form of any object: sections of the definition, a summary of errors with links when there is
// more than one, every error tied to its field. Ctrl+Intro saves. Nothing typed is lost or asked
// twice.
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { useShortcut } from '@/base/shortcuts';
import { useUnsaved } from '@/base/unsaved';
import { fieldOf, formSections } from '../fields';
import { ManyLinkTree } from '../page/ManyLinkChips';
import { refusalOf } from '../saveFields';
import { idsOf } from '../value/ManyLinkValue';
import { isSame, type Parsed } from '../value/parse';
import { FormField, isAsked } from './FormField';
import css from './RecordForm.module.css';

export interface RecordFormProps {
  object: ObjectDefinition;
  initial: Record<string, unknown>; // values, and `FIELD@clientela.label` of links
  isNew: boolean;
  // `saved` is called once the values stand, before the page leads on.
  save: (values: Record<string, unknown>, saved: () => void) => Promise<unknown>;
  cancel: () => void; // asks by itself where something is held
}

type Errors = Record<string, string>;

// «Nombre: falta este dato», unless the text names the field itself.
function withLabel(object: ObjectDefinition, name: string, text: string): string {
  const label = labelOf(fieldOf(object, name)?.label);
  return !label || text.includes(label) ? text : `${label}: ${text}`;
}

export function RecordForm({ object, initial: given, isNew, save, cancel }: RecordFormProps) {
  const { t } = useTranslation();
  const [initial] = useState(given); // «now» stays the moment at which the form opened
  const [values, setValues] = useState<Record<string, unknown>>(initial);
  const [problems, setProblems] = useState<Errors>({}); // of what is typed, before it is sent
  const [errors, setErrors] = useState<Errors>({});
  const [general, setGeneral] = useState('');
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const sections = formSections(object, isNew);
  const shownErrors = Object.entries(errors);
  const inForm = new Set(sections.flatMap((section) => section.fields.map((field) => field.name)));
  const summarised =
    shownErrors.length > 1 || shownErrors.some(([name]) => !inForm.has(name)) || general !== '';

  useEffect(() => {
    if (shownErrors.length > 0 || general) summary.current?.focus();
  }, [shownErrors.length, general]);

  const touched =
    Object.keys(problems).length > 0 ||
    Object.keys(values).some((name) => !isSame(values[name], initial[name]));
  const forget = useUnsaved(touched && JSON.stringify([values, problems]));
  useShortcut('Escape', t('base:cancel'), 'record', cancel);

  function change(field: FieldDefinition, parsed: Parsed, label?: string) {
    const { [field.name]: _old, ...restErrors } = errors;
    const { [field.name]: _problem, ...restProblems } = problems;
    setErrors(restErrors);
    if ('problem' in parsed)
      return setProblems({
        ...restProblems,
        [field.name]: t(parsed.problem, { max: field.max_length }),
      });
    setProblems(restProblems);
    setValues((before) => ({
      ...before,
      [field.name]: parsed.value,
      ...(label === undefined ? {} : { [`${field.name}@clientela.label`]: label }),
    }));
  }

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    const missing: Errors = {};
    // A new record may leave to the server what its rules fill in (name, pipeline, stage), so only
    // the server knows what is really missing there.
    if (!isNew)
      for (const field of sections.flatMap((section) => section.fields)) {
        const value = values[field.name];
        if (
          field.required &&
          !field.read_only &&
          (value === null || value === undefined || value === '')
        )
          missing[field.name] = t('records:required', { field: labelOf(field.label) });
      }
    const found = { ...missing, ...problems };
    setErrors(found);
    setGeneral('');
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const sent = Object.fromEntries(
        Object.entries(values).filter(
          ([name, value]) =>
            !name.includes('@') &&
            (isNew ? value !== null && value !== undefined : !isSame(value, initial[name])),
        ),
      );
      await save(sent, forget);
    } catch (error) {
      const details = error instanceof ApiError ? error.details : [];
      const byField: Errors = {};
      const beside: string[] = []; // faults of what is no field here
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
      setErrors(byField);
      const isTold = Object.keys(byField).length > 0;
      setGeneral(isTold ? beside.join(' ') : refusalOf(error, null, t));
    } finally {
      setBusy(false);
    }
  }

  const marked = sections.some((section) =>
    section.fields.some((field) => isAsked(object.name, field, isNew)),
  );
  let first = true;
  return (
    <form
      ref={form}
      className={css.form}
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void submit();
        }
      }}
    >
      <div className={css.body}>
        {summarised && (
          <div ref={summary} className={css.summary} role="alert" tabIndex={-1}>
            <p className={css.summaryTitle}>
              {general || t('records:errors', { count: shownErrors.length })}
            </p>
            <ul>
              {shownErrors.map(([name, text]) => (
                <li key={name}>
                  {!inForm.has(name) ? (
                    withLabel(object, name, text)
                  ) : (
                    <a
                      href={`#field-${name}`}
                      onClick={(event) => {
                        event.preventDefault();
                        document.getElementById(`field-${name}`)?.focus();
                      }}
                    >
                      {withLabel(object, name, text)}
                    </a>
                  )}
                </li>
              ))}
            </ul>
          </div>
        )}
        {sections.map((section) => (
          <section key={section.label}>
            {section.label && <h2 className={css.heading}>{section.label}</h2>}
            <div className={css.fields}>
              {section.fields.map((field) => {
                const focus = first;
                first = false;
                return (
                  <FormField
                    key={field.name}
                    object={object.name}
                    field={field}
                    value={values[field.name]}
                    label={values[`${field.name}@clientela.label`] as string | undefined}
                    error={errors[field.name] ?? problems[field.name]}
                    isNew={isNew}
                    autoFocus={focus}
                    change={(parsed, label) => change(field, parsed, label)}
                  />
                );
              })}
              {section.links.map((link) => (
                <fieldset key={link.name} className={css.links}>
                  <legend>{labelOf(link.label)}</legend>
                  <ManyLinkTree
                    target={link.target}
                    chosen={idsOf(values[link.name])}
                    change={(ids) => setValues((before) => ({ ...before, [link.name]: ids }))}
                  />
                </fieldset>
              ))}
            </div>
          </section>
        ))}
      </div>
      <footer className={css.foot}>
        <span className={css.mark}>{marked && t('records:requiredMark')}</span>
        <Button onClick={cancel}>{t('base:cancel')}</Button>
        <Button kind="filled" type="submit" busy={busy} keys="Ctrl ↵">
          {t('records:save')}
        </Button>
      </footer>
    </form>
  );
}
