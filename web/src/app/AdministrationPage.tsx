// SPDX-License-Identifier: Apache-2.0
// Everything an administrator looks after, as one page of links.
import { useTranslation } from 'react-i18next';
import { may, useDefinitions } from '@/api/session';
import { listHref } from '@/base/address';
import { ObjectIcon } from '@/base/ObjectIcon';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import { manyLabel } from '@/records/fields';
import { kAdministration, type AdministrationEntry } from './administration';
import css from './AdministrationPage.module.css';

function Card({ entry }: { entry: AdministrationEntry }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const object = 'object' in entry ? objects.get(entry.object) : undefined;
  if ('object' in entry && !may(object, 'read')) return null;
  const Icon = 'object' in entry ? null : entry.icon;
  return (
    <li>
      <a className={css.card} href={'object' in entry ? listHref(entry.object) : entry.href}>
        {Icon ? (
          <Icon size={20} stroke={1.5} aria-hidden />
        ) : (
          <ObjectIcon name={object?.views?.icon} size={20} />
        )}
        <span className={css.texts}>
          <span className={css.name}>
            {'object' in entry ? object && manyLabel(object) : t(entry.label)}
          </span>
          <span className={css.hint}>{t(entry.hint)}</span>
        </span>
      </a>
    </li>
  );
}

export function AdministrationPage() {
  const { t } = useTranslation();
  const { objects, ready } = useDefinitions();
  return (
    <AdministrationFrame title={t('administration:all')}>
      <div className={css.page}>
        {ready &&
          kAdministration.map((group) => (
            <section key={group.key} aria-labelledby={`group-${group.key}`}>
              <h2 id={`group-${group.key}`} className={css.group}>
                {t(group.label)}
              </h2>
              <ul className={css.cards}>
                {group.entries
                  .filter((entry) => !('object' in entry) || objects.has(entry.object))
                  .map((entry) => (
                    <Card key={'object' in entry ? entry.object : entry.key} entry={entry} />
                  ))}
              </ul>
            </section>
          ))}
      </div>
    </AdministrationFrame>
  );
}
