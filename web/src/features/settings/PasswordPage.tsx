// SPDX-License-Identifier: Apache-2.0
// My own password: the present one, and the one that takes its place.
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { changePassword, kPasswordLengthMin } from '@/api/session';
import { Button } from '@/base/Button';
import { IconKey } from '@/base/icons';
import { PageBar } from '@/ui/PageBar';
import css from './Tokens.module.css';

function Secret({ name, label, problem }: { name: string; label: string; problem: boolean }) {
  return (
    <label>
      {label}
      <input
        name={name}
        type="password"
        required
        autoComplete={name === 'current' ? 'current-password' : 'new-password'}
        aria-invalid={problem}
        aria-describedby="password-told"
      />
    </label>
  );
}

export function PasswordPage() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ problem?: string; at?: string; done?: boolean }>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    setBusy(true);
    setTold({});
    try {
      await changePassword(String(fields.get('current')), String(fields.get('password')));
      form.reset();
      setTold({ done: true });
    } catch (error) {
      const known = error instanceof ApiError ? error : undefined;
      const at = known?.details[0];
      setTold({
        problem: at?.message || known?.message || t('login:failed'),
        at: at?.target ?? 'password',
      });
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <PageBar title={t('login:change')} />
      <div className={css.page}>
        <p className={css.help}>
          {t('login:passwordHint', { count: kPasswordLengthMin })} {t('login:othersEnd')}
        </p>
        <form className={css.form} onSubmit={submit} data-passwords>
          <Secret name="current" label={t('login:current')} problem={told.at === 'current'} />
          <Secret name="password" label={t('login:newPassword')} problem={told.at === 'password'} />
          <Button type="submit" kind="filled" icon={IconKey} busy={busy}>
            {t('login:save')}
          </Button>
          <p
            id="password-told"
            className={told.problem ? css.error : css.told}
            role={told.problem ? 'alert' : 'status'}
          >
            {told.problem ?? (told.done && t('login:changed'))}
          </p>
        </form>
      </div>
    </>
  );
}
