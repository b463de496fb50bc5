// SPDX-License-Identifier: Apache-2.0
// «Desde ayer»: opportunities that changed stage, and who moved them.
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { recordHref } from '@/base/address';
import { formatRelative } from '@/base/format';
import { IconArrowRight, IconCircleX, IconTrophy } from '@/base/icons';
import { useSinceYesterday } from './useToday';
import css from './HomePage.module.css';

const kSigns = {
  open: [IconArrowRight, 'accent'],
  won: [IconTrophy, 'ok'],
  lost: [IconCircleX, 'danger'],
} as const;

export function SinceYesterday({ now }: { now: Date }) {
  const { t } = useTranslation();
  const me = useMe();
  const changes = useSinceYesterday(now);
  if (!changes) return null;
  return (
    <section aria-labelledby="since">
      <div className={css.blockHead}>
        <h3 id="since">{t('home:since')}</h3>
      </div>
      {changes.length === 0 ? (
        <p className={css.hint}>{t('home:sinceEmpty')}</p>
      ) : (
        <ul className={css.since}>
          {changes.map((change) => {
            const [Icon, tone] =
              kSigns[(change.kind as keyof typeof kSigns | null) ?? 'open'] ?? kSigns.open;
            const values = {
              who:
                change.user_id === me.user.id
                  ? t('home:you')
                  : String(change['user_id@clientela.label'] ?? ''),
              stage: String(change['to_stage_id@clientela.label'] ?? ''),
            };
            return (
              <li key={change.id}>
                <span className={css.sign} data-tone={tone}>
                  <Icon size={15} stroke={1.75} aria-hidden />
                </span>
                <p>
                  <a href={recordHref('opportunities', String(change.opportunity_id))}>
                    {String(change['opportunity_id@clientela.label'] ?? '')}
                  </a>{' '}
                  {t(
                    values.who
                      ? change.user_id === me.user.id
                        ? 'home:movedByMe'
                        : 'home:movedBy'
                      : 'home:moved',
                    values,
                  )}
                  <time dateTime={String(change.changed_at)}>
                    {formatRelative(String(change.changed_at))}
                  </time>
                </p>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
