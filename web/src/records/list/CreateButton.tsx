// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { createHref, useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { IconPlus } from '@/base/icons';
import { inSentence, oneLabel } from '../fields';

export function CreateButton({ object, keys }: { object: ObjectDefinition; keys?: string }) {
  const { t } = useTranslation();
  const go = useGo();
  return (
    <Button kind="filled" icon={IconPlus} keys={keys} onClick={() => go(createHref(object.name))}>
      {t('list:create', { thing: inSentence(oneLabel(object)) })}
    </Button>
  );
}
