// SPDX-License-Identifier: Apache-2.0
// The form of any object: sections of the definition, a summary of errors with links when there is
// more than one, every error tied to its field. Ctrl+Intro saves. Nothing typed is lost or asked
// twice.
import { useEffect, useRef, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { useShortcut } from '@/base/shortcuts';
import { fieldOf, formSections } from '../fields';
import { ManyLinkTree } from '../page/ManyLinkChips';
import { idsOf } from '../value/ManyLinkValue';
import { FormField, isAsked } from './FormField';
import { useRecordForm, type FormErrors, type RecordFormProps } from './useRecordForm';
import css from './RecordForm.module.css';

export type { RecordFormProps } from './useRecordForm';

// «Nombre: falta este dato», unless the text names the field itself.
function withLabel(object: ObjectDefinition, name: string, text: string): string {
  const label = labelOf(fieldOf(object, name)?.label);
  return !label || text.includes(label) ? text : `${label}: ${text}`;
}

function FieldLink({ name, text }: { name: string; text: string }) {
  return (
    <a
      href={`#field-${name}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(`field-${name}`)?.focus();
      }}
    >
      {text}
    </a>
  );
}

// Where one error alone stands beside its field, nothing more is said.
function ErrorSummary({
  object,
  errors,
  general,
  isShown,
}: {
  object: ObjectDefinition;
  errors: FormErrors;
  general: string;
  isShown: (name: string) => boolean; // the form has that field
}) {
  const { t } = useTranslation();
  const summary = useRef<HTMLDivElement>(null);
  const told = Object.entries(errors);
  useEffect(() => {
    if (told.length > 0 || general) summary.current?.focus();
  }, [told.length, general]);
  if (told.length <= 1 && told.every(([name]) => isShown(name)) && general === '') return null;
  return (
    <div ref={summary} className={css.summary} role="alert" tabIndex={-1}>
      <p className={css.summaryTitle}>{general || t('records:errors', { count: told.length })}</p>
      <ul>
        {told.map(([name, text]) => (
          <li key={name}>
            {isShown(name) ? (
              <FieldLink name={name} text={withLabel(object, name, text)} />
            ) : (
              withLabel(object, name, text)
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

type Section = ReturnType<typeof formSections>[number];

function FormSection({
  object,
  isNew,
  section,
  first,
  form,
}: {
  object: ObjectDefinition;
  isNew: boolean;
  section: Section;
  first: string | undefined; // the field that has the focus at first
  form: ReturnType<typeof useRecordForm>;
}) {
  const { values, errors, problems } = form;
  return (
    <section>
      {section.label && <h2 className={css.heading}>{section.label}</h2>}
      <div className={css.fields}>
        {section.fields.map((field) => (
          <FormField
            key={field.name}
            object={object.name}
            field={field}
            value={values[field.name]}
            label={values[`${field.name}@clientela.label`] as string | undefined}
            error={errors[field.name] ?? problems[field.name]}
            isNew={isNew}
            autoFocus={field.name === first}
            change={(parsed, label) => form.change(field, parsed, label)}
          />
        ))}
        {section.links.map((link) => (
          <fieldset key={link.name} className={css.links}>
            <legend>{labelOf(link.label)}</legend>
            <ManyLinkTree
              target={link.target}
              chosen={idsOf(values[link.name])}
              change={(ids) => form.put({ [link.name]: ids })}
            />
          </fieldset>
        ))}
      </div>
    </section>
  );
}

export function RecordForm(props: RecordFormProps) {
  const { object, isNew, cancel } = props;
  const { t } = useTranslation();
  const sections = formSections(object, isNew);
  const fields = sections.flatMap((section) => section.fields);
  const form = useRecordForm(props, fields);
  useShortcut('Escape', t('base:cancel'), 'record', cancel);
  const marked = fields.some((field) => isAsked(object.name, field, isNew));
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    void form.submit();
  };

  return (
    <form
      className={css.form}
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
      }}
    >
      <div className={css.body}>
        <ErrorSummary
          object={object}
          errors={form.errors}
          general={form.general}
          isShown={(name) => fields.some((field) => field.name === name)}
        />
        {sections.map((section) => (
          <FormSection
            key={section.label}
            object={object}
            isNew={isNew}
            section={section}
            first={fields[0]?.name}
            form={form}
          />
        ))}
      </div>
      <footer className={css.foot}>
        <span className={css.mark}>{marked && t('records:requiredMark')}</span>
        <Button onClick={cancel}>{t('base:cancel')}</Button>
        <Button kind="filled" type="submit" busy={form.busy} keys="Ctrl ↵">
          {t('records:save')}
        </Button>
      </footer>
    </form>
  );
}
