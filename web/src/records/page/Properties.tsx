// SPDX-License-Identifier: Apache-2.0
// The left column of a record: properties in groups, edited in place, and why one sees it.
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linkLabel } from '@/api/records';
import { useMe } from '@/api/session';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
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

type Section = ReturnType<typeof formSections>[number];

function PropertyGroup({
  object,
  record,
  section,
  frozen,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  section: Section;
  frozen: boolean;
}) {
  const { t } = useTranslation();
  const { fields, links } = section;
  if (fields.length === 0 && links.length === 0) return null;
  const common = { object, record, frozen };
  return (
    <section>
      <h2 className={css.heading}>{section.label || t('records:about')}</h2>
      <dl>
        {fields.map((field) => (
          <Property key={field.name} {...common} field={field} />
        ))}
        {links.map((link) => (
          <ManyLinkChips key={link.name} {...common} link={link} />
        ))}
      </dl>
    </section>
  );
}

function WhySeen({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const me = useMe();
  const isOwn = fieldOf(object, 'owner_id') && record.owner_id === me.user.id;
  return (
    <p className={css.why}>
      <IconEye size={15} stroke={1.75} aria-hidden />
      <span>
        {isOwn ? `${t('records:whyOwner')} ` : ''}
        {changedText(record, t)}
      </span>
    </p>
  );
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
  const [all, setAll] = useState(false);
  const sections = formSections(object, false);
  const isShown = ({ name, required }: FieldDefinition) =>
    required || (record[name] !== null && record[name] !== undefined && record[name] !== '');
  const hidden = sections
    .flatMap((section) => section.fields)
    .filter((field) => !isShown(field)).length;
  const linkNames = new Set(sections.flatMap((section) => section.links.map((link) => link.name)));
  const otherLinks = (object.many_links ?? []).filter((link) => !linkNames.has(link.name));
  return (
    <div className={css.properties}>
      {sections.map((section, index) => (
        <PropertyGroup
          key={section.label}
          object={object}
          record={record}
          section={{
            label: section.label,
            fields: all ? section.fields : section.fields.filter(isShown),
            links: index === 0 ? [...section.links, ...otherLinks] : section.links,
          }}
          frozen={frozen}
        />
      ))}
      {hidden > 0 && (
        <button type="button" className={css.all} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('records:fewerFields') : t('records:moreFields', { count: hidden })}
        </button>
      )}
      <WhySeen object={object} record={record} />
    </div>
  );
}
