// SPDX-License-Identifier: Apache-2.0
// Removing the demonstration data: what goes and what stays, counted, and the result.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '@/api/client';
import { useDefinitions, useMe } from '@/api/session';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconTrash } from '@/base/icons';
import { manyLabel } from '@/records/fields';
import { RemovalDialog } from './RemovalDialog';
import { useRemoval } from './removal';
import css from './People.module.css';

const takeFocus = (heading: HTMLElement | null) => heading?.focus();

interface Removal {
  objects: { object: string; going: number; staying: number; kept: number; losing: number }[];
}

const kCounted = [
  'accounts',
  'contacts',
  'opportunities',
  'leads',
  'activities',
  'products',
  'users',
  'teams',
  'territories',
];

export function Demonstration() {
  const { t } = useTranslation();
  const me = useMe();
  const { objects } = useDefinitions();
  const [asking, setAsking] = useState(false);
  const removal = useRemoval();
  const removed = removal.job?.state === 'done' ? (removal.job.receipt?.updated ?? 0) : null;
  const { data: counts } = useQuery({
    queryKey: ['demo', 'removal'],
    queryFn: async () => (await post<Removal>('api/v1/demo/remove', { preview: true })).objects,
    enabled: me.company.demonstration,
    staleTime: 0,
  });
  const named = (counts ?? []).filter(({ object }) => objects.has(object));
  const shown = [
    ...kCounted.flatMap((name) => named.filter(({ object }) => object === name)),
    ...named.filter(({ object, losing }) => losing > 0 && !kCounted.includes(object)),
  ];
  const total = counts?.reduce((sum, { going }) => sum + going, 0) ?? 0;

  if (removed !== null || !me.company.demonstration) {
    return (
      <section className={css.reading}>
        <h2 tabIndex={-1} ref={removed === null ? undefined : takeFocus}>
          {removed === null
            ? t('people:demo.none')
            : t('people:demo.gone', { count: removed, shown: formatNumber(removed) })}
        </h2>
        <p>{t('people:demo.next')}</p>
        <p>
          <a href="#/import">{t('people:demo.import')}</a>
        </p>
      </section>
    );
  }
  return (
    <section className={css.reading}>
      <h2>{t('people:demo.title')}</h2>
      <p>{t('people:demo.text')}</p>
      <dl className={css.counted}>
        {shown.map(({ object, going, staying, kept, losing }) => (
          <div key={object}>
            <dt>
              {manyLabel(objects.get(object)!)}
              {staying > 0 && (
                <span className={css.stays}>
                  {t('people:demo.stays', { count: staying, shown: formatNumber(staying) })}
                </span>
              )}
              {kept > 0 && (
                <span className={css.stays}>
                  {t('people:demo.kept', { count: kept, shown: formatNumber(kept) })}
                </span>
              )}
              {losing > 0 && (
                <span className={css.stays}>
                  {t('people:demo.loses', { count: losing, shown: formatNumber(losing) })}
                </span>
              )}
            </dt>
            <dd className="figures">{formatNumber(going)}</dd>
          </div>
        ))}
      </dl>
      <p className={css.hint}>{t('people:demo.keeps')}</p>
      <Button kind="danger" icon={IconTrash} disabled={!counts} onClick={() => setAsking(true)}>
        {t(removal.isRunning ? 'people:demo.follow' : 'people:demo.remove')}
      </Button>
      {asking && <RemovalDialog removal={removal} total={total} close={() => setAsking(false)} />}
    </section>
  );
}
