// SPDX-License-Identifier: Apache-2.0
// A role by its name in the language of the page: the server labels links by the Spanish one.
import type { StoredRecord } from '@/api/types';
import { linkLabel } from '@/api/records';
import { currentLanguage } from '@/base/i18n/i18n';
import { useLinkLabels } from './ManyLinkValue';

export const kRolesObject = 'roles';

// Roles are few and read once for the whole page; until then, and for one that is gone, what the
// server said stands.
export function useRoleName(id: unknown, label: string, isRole = true): string {
  const { object, records, labelFor } = useLinkLabels(
    kRolesObject,
    isRole && currentLanguage() !== 'es' && Boolean(id),
  );
  return isRole && object && records.some((role) => role.id === id) ? labelFor(String(id)) : label;
}

export function RoleName({ record, field = 'role_id' }: { record: StoredRecord; field?: string }) {
  return <>{useRoleName(record[field], linkLabel(record, field).label)}</>;
}
