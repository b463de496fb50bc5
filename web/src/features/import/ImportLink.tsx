// SPDX-License-Identifier: Apache-2.0
// «Importar» in the bar of a list.
import { useTranslation } from 'react-i18next';
import { may } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { IconUpload } from '@/base/icons';
import css from './Import.module.css';

export function ImportLink({ object }: { object: ObjectDefinition }) {
  const { t } = useTranslation();
  const go = useGo();
  if (!may(object, 'create')) return null;
  return (
    <Button
      kind="quiet"
      icon={IconUpload}
      className={css.wide}
      onClick={() => go(`#/import?object=${object.name}`)}
    >
      {t('import:import')}
    </Button>
  );
}
