// SPDX-License-Identifier: Apache-2.0
// Layouts for everybody, for a role or for oneself: columns, key figures, form, related blocks, the
// view to begin with, and the blocks of the home page.
import { useTranslation } from 'react-i18next';
import { useFewRecords } from '@/api/records';
import { useDefinitions, useMe } from '@/api/session';
import { useAddress } from '@/base/address';
import { currentLanguage } from '@/base/i18n/i18n';
import { Failure, Skeleton } from '@/base/State';
import { manyLabel } from '@/records/fields';
import { PageBar } from '@/ui/PageBar';
import { useLayouts } from './api';
import type { Content } from './arrange';
import { LayoutEditor } from './LayoutEditor';
import css from './Definitions.module.css';

const kHome = 'home';

function LayoutChoice({ scope, place }: { scope: string; place: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const { objects } = useDefinitions();
  const { change } = useAddress();
  const { data: roles } = useFewRecords('roles', { top: 100 }, me.administers);
  return (
    <div className={css.chooseLayout}>
      <label className={css.line}>
        <span>{t('definitions:layoutFor')}</span>
        <select
          value={scope}
          onChange={(event) => change({ scope: event.target.value }, { replace: true })}
        >
          {me.administers && <option value="company">{t('definitions:everybody')}</option>}
          <option value="me">{t('definitions:onlyMe')}</option>
          {(roles?.value ?? []).map((role) => (
            <option key={role.id} value={`role('${role.id}')`}>
              {t('definitions:role', {
                name: String(currentLanguage() === 'en' ? role.label_en : role.label_es),
              })}
            </option>
          ))}
        </select>
      </label>
      <label className={css.line}>
        <span>{t('definitions:place')}</span>
        <select
          value={place}
          onChange={(event) => change({ place: event.target.value }, { replace: true })}
        >
          <option value={kHome}>{t('definitions:home')}</option>
          {[...objects.values()].map((entry) => (
            <option key={entry.name} value={entry.name}>
              {manyLabel(entry)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

export function LayoutsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { objects } = useDefinitions();
  const { search } = useAddress();
  const scope = me.administers ? (search.scope ?? 'company') : 'me';
  const place = search.place ?? 'accounts';
  const { data, error, refetch } = useLayouts(scope);
  const content = data?.places[place] as Content | undefined;
  const administration = { label: t('shell:group.administration'), href: '#/administration' };
  return (
    <>
      <PageBar path={me.administers ? [administration] : []} title={t('definitions:layouts')} />
      <div className={css.layouts}>
        <LayoutChoice scope={scope} place={place} />
        {error ? (
          <Failure text={t('definitions:notLoaded')} retry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={8} />
        ) : (
          <LayoutEditor
            key={`${scope}.${place}.${JSON.stringify(content ?? null)}`}
            scope={scope}
            place={place}
            object={place === kHome ? undefined : objects.get(place)}
            content={content}
          />
        )}
      </div>
    </>
  );
}
