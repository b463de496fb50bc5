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

function problemOf(error: unknown, t: (key: string) => string): string {
  if (!(error instanceof ApiError)) return t('login:failed');
  if ((error.status === 401 || error.status === 429) && error.message) return error.message;
  return t(error.isOffline ? 'login:offline' : 'login:failed');
}

function useEntering(over: boolean, done: () => void) {
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
      setProblem(problemOf(error, t));
    } finally {
      setBusy(false);
    }
  }
  return { busy, problem, submit };
}

function OtherLanguage() {
  const other = currentLanguage() === 'es' ? 'en' : 'es';
  return (
    <button
      type="button"
      className={css.language}
      lang={other}
      onClick={() => void setLanguage(other)}
    >
      {other === 'en' ? 'English' : 'Español'}
    </button>
  );
}

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
  const { busy, problem, submit } = useEntering(over, done);
  const faulty = {
    'aria-describedby': problem ? 'login-problem' : undefined,
    'aria-invalid': Boolean(problem),
  };
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
            {...faulty}
          />
        </label>
        <PasswordField
          label={t('login:password')}
          autoComplete="current-password"
          autoFocus={Boolean(email)}
          {...faulty}
        />
        {problem && (
          <p id="login-problem" role="alert" className={css.problem}>
            {problem}
          </p>
        )}
        <Button kind="filled" type="submit" busy={busy} className={css.submit}>
          {t('login:enter')}
        </Button>
        {!over && <OtherLanguage />}
      </form>
    </main>
  );
}
