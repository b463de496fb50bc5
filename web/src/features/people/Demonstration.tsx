// SPDX-License-Identifier: Apache-2.0
// Removing the demonstration data: what goes, counted, and a confirmation that names the number.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, post } from '@/api/client';
import { jobEnded, shareOf, type Job } from '@/api/jobs';
import { useDefinitions, useMe } from '@/api/session';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconTrash } from '@/base/icons';
import { manyLabel } from '@/records/fields';
import { Dialog, DialogActs, DialogProblem } from '@/ui/Dialog';
import css from './People.module.css';

interface Removal {
  objects: { object: string; going: number; staying: number; kept: number }[];
}

const kCounted = [
  'accounts',
  'contacts',
  'opportunities',
  'leads',
  'activities',
  'products',
  'users',
];

export function Demonstration() {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const { objects } = useDefinitions();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [removed, setRemoved] = useState<number | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const { data: counts } = useQuery({
    queryKey: ['demo', 'removal'],
    queryFn: async () => (await post<Removal>('api/v1/demo/remove', { preview: true })).objects,
    enabled: me.company.demonstration,
    staleTime: 0,
  });
  const shown = kCounted.flatMap(
    (name) => counts?.filter(({ object }) => object === name && objects.has(name)) ?? [],
  );
  const total = counts?.reduce((sum, { going }) => sum + going, 0) ?? 0;

  const remove = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const ended = await jobEnded(cache, await post<Job>('api/v1/demo/remove', {}), setJob);
      if (ended.state !== 'done') throw new ApiError(0, ended.error?.message ?? '');
      setRemoved(ended.total ?? total);
      setAsking(false);
      await cache.invalidateQueries();
    } catch (error) {
      setProblem(
        error instanceof ApiError && error.message ? error.message : t('people:demo.failed'),
      );
    }
    setBusy(false);
  };

  if (removed !== null || !me.company.demonstration) {
    return (
      <section className={css.reading}>
        <h2>
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
        {shown.map(({ object, going, staying, kept }) => (
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
            </dt>
            <dd className="figures">{formatNumber(going)}</dd>
          </div>
        ))}
      </dl>
      <p className={css.hint}>{t('people:demo.keeps')}</p>
      <Button kind="danger" icon={IconTrash} disabled={!counts} onClick={() => setAsking(true)}>
        {t('people:demo.remove')}
      </Button>
      {asking && (
        <Dialog title={t('people:demo.ask')} size={460} close={() => setAsking(false)}>
          <p>{t('people:demo.warning')}</p>
          {busy && job && (
            <progress
              className={css.track}
              aria-label={job.title}
              value={shareOf(job) ?? undefined}
              max={1}
            />
          )}
          <DialogProblem text={problem} />
          <DialogActs>
            <Button kind="quiet" onClick={() => setAsking(false)} data-autofocus>
              {t('people:demo.keep')}
            </Button>
            <Button kind="danger" icon={IconTrash} busy={busy} onClick={() => void remove()}>
              {t('people:demo.removeN', { count: total, shown: formatNumber(total) })}
            </Button>
          </DialogActs>
        </Dialog>
      )}
    </section>
  );
}
