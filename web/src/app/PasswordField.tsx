// SPDX-License-Identifier: Apache-2.0
// A password, with the eye that shows what was typed.
import { useState, type InputHTMLAttributes } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/base/Button';
import { IconEye, IconEyeOff } from '@/base/icons';
import css from './LoginPage.module.css';

export function PasswordField({
  label,
  ...input
}: { label: string } & InputHTMLAttributes<HTMLInputElement>) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <label className={css.field}>
      <span>{label}</span>
      <span className={css.secret}>
        <input {...input} name="password" type={shown ? 'text' : 'password'} required />
        <IconButton
          icon={shown ? IconEyeOff : IconEye}
          label={t(shown ? 'login:hide' : 'login:show')}
          onClick={() => setShown(!shown)}
        />
      </span>
    </label>
  );
}
