// SPDX-License-Identifier: Apache-2.0
// «Hoy»: the greeting. What comes first today is added by the blocks of this feature.
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { formatLongDate } from '@/base/format';
import { PageBar } from '@/ui/PageBar';
import css from './HomePage.module.css';

export function HomePage() {
  const { t } = useTranslation();
  const me = useMe();
  const hour = new Date().getHours();
  const greeting = hour < 6 || hour >= 20 ? 'home:evening' : hour < 14 ? 'home:morning' : 'home:afternoon';
  return (
    <>
      <PageBar title={t('home:title')} remark={formatLongDate(new Date())} />
      <div className={css.page}>
        <h2 className={css.greeting}>{t(greeting, { name: me.user.name.split(' ')[0] })}</h2>
      </div>
    </>
  );
}
