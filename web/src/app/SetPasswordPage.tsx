// SPDX-License-Identifier: Apache-2.0
// The one-time link of an invitation or a lost password: choose a password, then enter.
import { useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { kPasswordLengthMin, setPassword } from '@/api/session';
import { useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { PasswordField } from './PasswordField';
import css from './LoginPage.module.css';

export function SetPasswordPage() {
  const { t } = useTranslation();
  const { token } = useParams({ strict: false }) as { token: string };
  const go = useGo();
  const [busy, setBusy] = useState(false);
  const [state, setState] = useState<{ problem?: string; done?: boolean }>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    if (password.length < kPasswordLengthMin)
      return setState({ problem: t('login:tooShort', { count: kPasswordLengthMin }) });
    setBusy(true);
    try {
      await setPassword(token, password);
      setState({ done: true });
    } catch (error) {
      const details = error instanceof ApiError ? error.details[0]?.message || error.message : '';
      setState({ problem: details || t('login:linkFailed') });
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className={css.page}>
      <form className={css.form} onSubmit={submit} aria-labelledby="password-title">
        <img src="./mark.svg" alt="" width={40} height={40} />
        <h1 id="password-title" className={css.title}>
          {t('login:choose')}
        </h1>
        {state.done ? (
          <>
            <p role="status">{t('login:chosen')}</p>
            <Button kind="filled" className={css.submit} onClick={() => go('/', { replace: true })}>
              {t('login:toLogin')}
            </Button>
          </>
        ) : (
          <>
            <PasswordField
              label={t('login:newPassword')}
              autoComplete="new-password"
              autoFocus
              aria-describedby="password-hint password-problem"
              aria-invalid={Boolean(state.problem)}
            />
            <p id="password-hint" className={css.hint}>
              {t('login:passwordHint', { count: kPasswordLengthMin })}
            </p>
            {state.problem && (
              <p id="password-problem" role="alert" className={css.problem}>
                {state.problem}
              </p>
            )}
            <Button kind="filled" type="submit" busy={busy} className={css.submit}>
              {t('login:save')}
            </Button>
          </>
        )}
      </form>
    </main>
  );
}
