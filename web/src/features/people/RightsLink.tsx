// SPDX-License-Identifier: Apache-2.0
// From the page of a role to what it may: rights and reserved fields are edited in Personas y
// equipos.
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { roleRightsHref, useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { IconLock } from '@/base/icons';

export function RightsLink({ record }: { record: StoredRecord }) {
  const { t } = useTranslation();
  const go = useGo();
  if (!useMe().administers || record.deleted_at) return null;
  return (
    <Button icon={IconLock} onClick={() => go(roleRightsHref(record.id))}>
      {t('people:role.rights')}
    </Button>
  );
}
