// SPDX-License-Identifier: Apache-2.0
// The second step: the personal data of somebody whose account is closed. Their name is typed to
// confirm, because nothing brings it back.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post, reasonOf } from '@/api/client';
import { recordPath } from '@/api/odata';
import type { StoredRecord } from '@/api/types';
import { Button } from '@/base/Button';
import { showToast } from '@/base/toasts';
import inputs from '@/records/value/Value.module.css';
import { Dialog, DialogActs, DialogProblem } from '@/ui/Dialog';
import css from './People.module.css';

export function EraseDialog({ user, close }: { user: StoredRecord; close: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState('');
  const name = String(user.name);
  const run = () =>
    post<{ name: string }>(`${recordPath('users', user.id)}/erase`, { confirm: typed })
      .then((erased) => {
        showToast({ text: t('people:erase.done', { name: erased.name }) });
        void cache.invalidateQueries({ queryKey: ['records'] });
        close();
      })
      .catch((error: unknown) => setProblem(reasonOf(error, String(error))));
  return (
    <Dialog title={t('people:erase.title', { name })} size={480} close={close}>
      <p>{t('people:erase.text')}</p>
      <label className={css.field}>
        {t('people:erase.confirm', { name })}
        <input
          className={inputs.input}
          value={typed}
          autoComplete="off"
          data-autofocus
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <DialogProblem text={problem} />
      <DialogActs>
        <Button onClick={close}>{t('base:cancel')}</Button>
        <Button kind="danger" disabled={typed !== name} onClick={() => void run()}>
          {t('people:erase.run')}
        </Button>
      </DialogActs>
    </Dialog>
  );
}
