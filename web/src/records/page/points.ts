// SPDX-License-Identifier: Apache-2.0
// The phones, mails and addresses of a record: what they read like and where they lead.
import { idFilter } from '@/api/odata';
import { useFewRecords } from '@/api/records';
import type { StoredRecord } from '@/api/types';

export const usePoints = (via: string, record: StoredRecord, enabled: boolean) =>
  useFewRecords('contact_points', { filter: idFilter(via, record.id), top: 100 }, enabled);

export const textOfPoint = (point: StoredRecord) =>
  (point.value as string) ||
  [
    point.street,
    point.street2,
    [point.postal_code, point.city].filter(Boolean).join(' '),
    point.region,
  ]
    .filter(Boolean)
    .join(', ');

export const callHref = (phone: string) => `tel:${phone.replace(/[^\d+]/g, '')}`;
export const mailHref = (mail: string) => `mailto:${mail}`;
export const mapHref = (address: string) =>
  `https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}`;

export function hrefOfPoint(point: StoredRecord): string | undefined {
  const text = String(point.value ?? '');
  if (point.kind === 'phone') return callHref(text);
  if (point.kind === 'email') return mailHref(text);
  if (point.kind === 'web') return /^https?:\/\//.test(text) ? text : `https://${text}`;
  return undefined;
}
