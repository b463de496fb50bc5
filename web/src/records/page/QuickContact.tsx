// SPDX-License-Identifier: Apache-2.0
// On the phone, under the name: call, write, go there. The primary point of each kind, or what
// stands in the record itself.
import type { TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { IconMail, IconMapPin, IconPhone } from '@/base/icons';
import { callHref, mailHref, mapHref, textOfPoint, usePoints } from './points';
import css from './RecordHeader.module.css';

interface Way {
  kind: string;
  format?: string; // of a field of the record itself
  icon: TablerIcon;
  label: string;
  href: (text: string) => string;
}

const kWays: Way[] = [
  { kind: 'phone', format: 'phone', icon: IconPhone, label: 'records:call', href: callHref },
  { kind: 'email', format: 'email', icon: IconMail, label: 'records:write.mail', href: mailHref },
  { kind: 'postal', icon: IconMapPin, label: 'records:go', href: mapHref },
];

export function QuickContact({
  object,
  record,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
}) {
  const { t } = useTranslation();
  const via = object.relations?.find(({ target }) => target === 'contact_points')?.via;
  const { data } = usePoints(via ?? '', record, via !== undefined);
  const points = [...(data?.value ?? [])].sort(
    (one, other) => Number(other.is_primary) - Number(one.is_primary),
  );
  const textFor = ({ kind, format }: Way): string => {
    const point = points.find((one) => one.kind === kind);
    if (point) return textOfPoint(point);
    const field = format && object.fields.find((one) => one.format === format && record[one.name]);
    return field ? String(record[field.name]) : '';
  };
  const ways = kWays.map((way) => ({ ...way, text: textFor(way) })).filter(({ text }) => text);
  if (ways.length === 0) return null;
  return (
    <nav className={css.ways} aria-label={t('records:contact')}>
      {ways.map(({ kind, icon: Icon, label, href, text }) => (
        <a
          key={kind}
          href={href(text)}
          title={text}
          aria-label={`${t(label)}: ${text}`}
          rel="noreferrer noopener"
          target={kind === 'postal' ? '_blank' : undefined}
        >
          <Icon size={22} stroke={1.75} aria-hidden />
          {t(label)}
        </a>
      ))}
    </nav>
  );
}
