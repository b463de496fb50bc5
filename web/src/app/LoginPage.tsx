// SPDX-License-Identifier: Apache-2.0
// «Entra en Clientela»: one column, mail and password. Also shown above the page when a session
// ends.
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useSignIn } from '@/api/session';
import { Button } from '@/base/Button';
import { setLanguage, currentLanguage } from '@/base/i18n/i18n';
import { PasswordField } from './PasswordField';
import css from './LoginPage.module.css';

export function LoginPage({
  over = false,
  email = '',
  done,
}: {
  over?: boolean;
  email?: string;
  done: () => void;
}) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setProblem('');
    try {
      const me = await signIn(String(fields.get('email')).trim(), String(fields.get('password')));
      if (!over && (me.user.language === 'es' || me.user.language === 'en'))
        await setLanguage(me.user.language);
      done();
    } catch (error) {
      const known =
        error instanceof ApiError &&
        (error.status === 401 || error.status === 429) &&
        error.message;
      setProblem(
        known ||
          (error instanceof ApiError && error.isOffline ? t('login:offline') : t('login:failed')),
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className={css.page} data-over={over || undefined}>
      <form className={css.form} onSubmit={submit} aria-labelledby="login-title">
        <img src="./mark.svg" alt="" width={40} height={40} />
        <h1 id="login-title" className={css.title}>
          {over ? t('login:again') : t('login:title')}
        </h1>
        {over && <p className={css.hint}>{t('login:againHint')}</p>}
        <label className={css.field}>
          <span>{t('login:email')}</span>
          <input
            name="email"
            type="email"
            autoComplete="username"
            required
            defaultValue={email}
            autoFocus={!email}
            aria-describedby={problem ? 'login-problem' : undefined}
            aria-invalid={Boolean(problem)}
          />
        </label>
        <PasswordField
          label={t('login:password')}
          autoComplete="current-password"
          autoFocus={Boolean(email)}
          aria-describedby={problem ? 'login-problem' : undefined}
          aria-invalid={Boolean(problem)}
        />
        {problem && (
          <p id="login-problem" role="alert" className={css.problem}>
            {problem}
          </p>
        )}
        <Button kind="filled" type="submit" busy={busy} className={css.submit}>
          {t('login:enter')}
        </Button>
        {!over && (
          <button
            type="button"
            className={css.language}
            lang={currentLanguage() === 'es' ? 'en' : 'es'}
            onClick={() => void setLanguage(currentLanguage() === 'es' ? 'en' : 'es')}
          >
            {currentLanguage() === 'es' ? 'English' : 'Español'}
          </button>
        )}
      </form>
    </main>
  );
}
