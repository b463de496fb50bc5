// SPDX-License-Identifier: Apache-2.0
// Says that the data are invented; administrators find the way to remove them.
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { IconInfoCircle } from '@/base/icons';
import css from './HomePage.module.css';

export function DemonstrationNotice() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <p className={css.notice}>
      <IconInfoCircle size={16} stroke={1.75} aria-hidden />
      <span>{t('home:demonstration')}</span>
      {me.administers && <a href="#/people?tab=demonstration">{t('home:removeDemonstration')}</a>}
    </p>
  );
}
