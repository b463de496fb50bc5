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

type Counted = Removal['objects'][number];

function useRemovalCounts() {
  const me = useMe();
  const { objects } = useDefinitions();
  const { data: counts } = useQuery({
    queryKey: ['demo', 'removal'],
    queryFn: async () => (await post<Removal>('api/v1/demo/remove', { preview: true })).objects,
    enabled: me.company.demonstration,
    staleTime: 0,
  });
  const named = (counts ?? []).filter(({ object }) => objects.has(object));
  return {
    ready: counts !== undefined,
    shown: [
      ...kCounted.flatMap((name) => named.filter(({ object }) => object === name)),
      ...named.filter(({ object, losing }) => losing > 0 && !kCounted.includes(object)),
    ],
    total: counts?.reduce((sum, { going }) => sum + going, 0) ?? 0,
  };
}

function Removed({ count }: { count: number | null }) {
  const { t } = useTranslation();
  return (
    <section className={css.reading}>
      <h2 tabIndex={-1} ref={count === null ? undefined : takeFocus}>
        {count === null
          ? t('people:demo.none')
          : t('people:demo.gone', { count, shown: formatNumber(count) })}
      </h2>
      <p>{t('people:demo.next')}</p>
      <p>
        <a href="#/import">{t('people:demo.import')}</a>
      </p>
    </section>
  );
}

function CountedObject({ counted }: { counted: Counted }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const { object, going } = counted;
  const remarks = [
    ['stays', counted.staying],
    ['kept', counted.kept],
    ['loses', counted.losing],
  ] as const;
  return (
    <div>
      <dt>
        {manyLabel(objects.get(object)!)}
        {remarks.map(([key, count]) =>
          count > 0 ? (
            <span key={key} className={css.stays}>
              {t(`people:demo.${key}`, { count, shown: formatNumber(count) })}
            </span>
          ) : null,
        )}
      </dt>
      <dd className="figures">{formatNumber(going)}</dd>
    </div>
  );
}

export function Demonstration() {
  const { t } = useTranslation();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const removal = useRemoval();
  const removed = removal.job?.state === 'done' ? (removal.job.receipt?.updated ?? 0) : null;
  const { ready, shown, total } = useRemovalCounts();
  if (removed !== null || !me.company.demonstration) return <Removed count={removed} />;
  return (
    <section className={css.reading}>
      <h2>{t('people:demo.title')}</h2>
      <p>{t('people:demo.text')}</p>
      <dl className={css.counted}>
        {shown.map((counted) => (
          <CountedObject key={counted.object} counted={counted} />
        ))}
      </dl>
      <p className={css.hint}>{t('people:demo.keeps')}</p>
      <Button kind="danger" icon={IconTrash} disabled={!ready} onClick={() => setAsking(true)}>
        {t(removal.isRunning ? 'people:demo.follow' : 'people:demo.remove')}
      </Button>
      {asking && <RemovalDialog removal={removal} total={total} close={() => setAsking(false)} />}
    </section>
  );
}
