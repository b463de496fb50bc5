// SPDX-License-Identifier: Apache-2.0
// A conflict, settled per field, in one dialog for every page.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/base/Button';
import { Dialog, DialogActs } from '@/ui/Dialog';
import { useOpenConflict, type Choice } from './conflict';
import { ConflictFields } from './ConflictFields';
import css from './ConflictDialog.module.css';

export function ConflictDialog() {
  const open = useOpenConflict();
  return open && <Settle key={open.theirs.id} />;
}

function Settle() {
  const { t } = useTranslation();
  const open = useOpenConflict()!;
  const [chosen, setChosen] = useState<Record<string, Choice>>({});
  const missing = open.fields.filter((name) => !chosen[name]).length;
  return (
    <Dialog title={t('records:conflict.title')} size={560} close={() => open.answer(null)}>
      <p className={css.who}>{t('records:conflict.who', { count: open.fields.length })}</p>
      <ConflictFields {...open} chosen={chosen} choose={setChosen} />
      <DialogActs>
        <Button onClick={() => open.answer(null)}>{t('base:cancel')}</Button>
        <Button kind="filled" disabled={missing > 0} onClick={() => open.answer(chosen)}>
          {t('records:conflict.save')}
        </Button>
      </DialogActs>
    </Dialog>
  );
}
