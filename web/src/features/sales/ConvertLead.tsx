// SPDX-License-Identifier: Apache-2.0
// Turns a lead («posible cliente») into account, person and opportunity: the act on its page.
import { Tooltip } from '@mantine/core';
import { Suspense, lazy, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, mayWith, useObject } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { Button } from '@/base/Button';
import { IconArrowRight } from '@/base/icons';

const ConvertDialog = lazy(() =>
  import('./ConvertDialog').then((module) => ({ default: module.ConvertDialog })),
);

export function ConvertLead({
  object,
  record,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const reason = useId();
  const accounts = useObject('accounts');
  if (
    record.status === 'converted' ||
    record.deleted_at ||
    !may(object, 'update') ||
    !may(accounts, 'read')
  )
    return null;
  if (!mayWith(object, record, 'update'))
    return (
      <Tooltip label={t('records:mayNotChange')} events={{ hover: true, focus: true, touch: true }}>
        <span>
          <Button icon={IconArrowRight} disabled aria-describedby={reason}>
            {t('sales:convert')}
          </Button>
          <span id={reason} hidden>
            {t('records:mayNotChange')}
          </span>
        </span>
      </Tooltip>
    );
  return (
    <>
      <Button icon={IconArrowRight} onClick={() => setOpen(true)}>
        {t('sales:convert')}
      </Button>
      <Suspense fallback={null}>
        {open && <ConvertDialog lead={record} close={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
