// SPDX-License-Identifier: Apache-2.0
// Making a token: what it is for and how long it holds. Its text is shown once and then nowhere
// again.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, reasonOf } from '@/api/client';
import { Button } from '@/base/Button';
import { IconCopy, IconKey } from '@/base/icons';
import { showToast } from '@/base/toasts';
import { kLives, useMakeToken } from './tokens';
import css from './Tokens.module.css';

function Made({ text, close }: { text: string; close: () => void }) {
  const { t } = useTranslation();
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    showToast({ text: t('tokens:copied') });
  };
  return (
    <div className={css.made} role="status">
      <p>{t('tokens:once')}</p>
      <code>{text}</code>
      <div className={css.acts}>
        <Button icon={IconCopy} onClick={() => void copy()}>
          {t('tokens:copy')}
        </Button>
        <Button kind="quiet" onClick={close}>
          {t('tokens:done')}
        </Button>
      </div>
    </div>
  );
}

export function NewToken() {
  const { t } = useTranslation();
  const make = useMakeToken();
  const [name, setName] = useState('');
  const [days, setDays] = useState<number | null>(90);
  const problem = make.error instanceof ApiError ? make.error : null;
  if (make.data)
    return (
      <Made
        text={make.data.token}
        close={() => {
          make.reset();
          setName('');
        }}
      />
    );
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) make.mutate({ name: name.trim(), expires_days: days });
      }}
    >
      <label>
        {t('tokens:for')}
        <input
          value={name}
          maxLength={80}
          placeholder={t('tokens:example')}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        {t('tokens:holds')}
        <select
          value={days ?? ''}
          onChange={(event) => setDays(event.target.value ? Number(event.target.value) : null)}
        >
          {kLives.map((life) => (
            <option key={life ?? 'never'} value={life ?? ''}>
              {life ? t('tokens:days', { count: life }) : t('tokens:never')}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" icon={IconKey} disabled={!name.trim()} busy={make.isPending}>
        {t('tokens:make')}
      </Button>
      {problem && (
        <p className={css.error} role="alert">
          {reasonOf(problem, '')}
        </p>
      )}
    </form>
  );
}
