// SPDX-License-Identifier: Apache-2.0
// On a day with little to do: the tasks of the days after it.
import { useTranslation } from 'react-i18next';
import { recordHref } from '@/base/address';
import { formatMoment } from '@/base/format';
import { useComing } from './useToday';
import css from './Coming.module.css';
import home from './HomePage.module.css';

export function Coming({ now }: { now: Date }) {
  const { t } = useTranslation();
  const coming = useComing(now);
  if (coming.length === 0) return null;
  return (
    <section aria-labelledby="coming">
      <div className={home.blockHead}>
        <h3 id="coming">{t('home:coming')}</h3>
      </div>
      <ul className={css.list}>
        {coming.map((activity) => (
          <li key={activity.id}>
            <a href={recordHref('activities', activity.id)}>{String(activity.subject)}</a>
            <time dateTime={String(activity.due_at)}>{formatMoment(String(activity.due_at))}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
