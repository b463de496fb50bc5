// SPDX-License-Identifier: Apache-2.0
// «2 novedades»: shows what arrived when it is pressed.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { IconArrowUp } from '@/base/icons';
import { announce } from '@/base/toasts';
import css from './ArrivalsPill.module.css';

export function ArrivalsPill({ count, reveal }: { count: number; reveal: () => void }) {
  const { t } = useTranslation();
  const text = count > 0 ? t('base:arrived', { count }) : '';
  useEffect(() => {
    if (text) announce(text);
  }, [text]);
  if (count === 0) return null;
  return (
    <div className={css.place}>
      <button type="button" className={css.pill} onClick={reveal}>
        <IconArrowUp size={14} stroke={2} aria-hidden />
        {text}
      </button>
    </div>
  );
}
