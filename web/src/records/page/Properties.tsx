// SPDX-License-Identifier: Apache-2.0
// The left column of a record: properties in groups, edited in place, and why one sees it.
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linkLabel } from '@/api/records';
import { useMe } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { formatRelative } from '@/base/format';
import { IconEye } from '@/base/icons';
import { fieldOf, formSections } from '../fields';
import { ManyLinkChips } from './ManyLinkChips';
import { Property } from './Property';
import css from './Properties.module.css';

// Records that came with the program have been changed by nobody.
function changedText(record: StoredRecord, t: TFunction): string {
  if (!record.updated_at) return '';
  const when = formatRelative(String(record.updated_at));
  const who = linkLabel(record, 'updated_by_id').label;
  if (who) return t('records:whenChanged', { when, who });
  return record.updated_by_id
    ? t('records:changed', { when })
    : t('records:changedBySystem', { when });
}

export function Properties({
  object,
  record,
  frozen = false,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  frozen?: boolean;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const [all, setAll] = useState(false);
  const sections = formSections(object, false);
  const isFilled = (name: string) =>
    record[name] !== null && record[name] !== undefined && record[name] !== '';
  const hidden = sections
    .flatMap((section) => section.fields)
    .filter((field) => !isFilled(field.name) && !field.required).length;
  const linkNames = new Set(sections.flatMap((section) => section.links.map((link) => link.name)));
  const otherLinks = (object.many_links ?? []).filter((link) => !linkNames.has(link.name));
  return (
    <div className={css.properties}>
      {sections.map((section, index) => {
        const fields = section.fields.filter(
          (field) => all || field.required || isFilled(field.name),
        );
        const links = [...section.links, ...(index === 0 ? otherLinks : [])];
        if (fields.length === 0 && links.length === 0) return null;
        return (
          <section key={section.label}>
            <h2 className={css.heading}>{section.label || t('records:about')}</h2>
            <dl>
              {fields.map((field) => (
                <Property
                  key={field.name}
                  object={object}
                  record={record}
                  field={field}
                  frozen={frozen}
                />
              ))}
              {links.map((link) => (
                <ManyLinkChips
                  key={link.name}
                  object={object}
                  record={record}
                  link={link}
                  frozen={frozen}
                />
              ))}
            </dl>
          </section>
        );
      })}
      {hidden > 0 && (
        <button type="button" className={css.all} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('records:fewerFields') : t('records:moreFields', { count: hidden })}
        </button>
      )}
      <p className={css.why}>
        <IconEye size={15} stroke={1.75} aria-hidden />
        <span>
          {fieldOf(object, 'owner_id') && record.owner_id === me.user.id
            ? `${t('records:whyOwner')} `
            : ''}
          {changedText(record, t)}
        </span>
      </p>
    </div>
  );
}
