// SPDX-License-Identifier: Apache-2.0
// Removing the demonstration data: what goes, counted, and a confirmation that names the number.
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, get, post } from '@/api/client';
import { jobEnded, shareOf, type Job } from '@/api/jobs';
import { listPath } from '@/api/odata';
import { useDefinitions, useMe } from '@/api/session';
import type { Page } from '@/api/types';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconTrash } from '@/base/icons';
import { manyLabel } from '@/records/fields';
import { Modal } from '@/ui/modals';
import css from './People.module.css';

const kCounted = ['accounts', 'contacts', 'opportunities', 'leads', 'activities', 'products'];

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
  const names = kCounted.filter((name) => objects.has(name));
  const counts = useQueries({
    queries: names.map((name) => ({
      queryKey: ['records', name, 'count', 'all'],
      queryFn: async () =>
        (await get<Page>(listPath(name, { top: 1, select: ['id'], count: true })))[
          '@odata.count'
        ] ?? 0,
    })),
  });
  const known = counts.every(({ data }) => data !== undefined);
  const total = counts.reduce((sum, { data }) => sum + (data ?? 0), 0);

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
        {names.map((name, index) => (
          <div key={name}>
            <dt>{manyLabel(objects.get(name)!)}</dt>
            <dd className="figures">
              {counts[index]?.data === undefined ? '…' : formatNumber(counts[index]!.data!)}
            </dd>
          </div>
        ))}
      </dl>
      <p className={css.hint}>{t('people:demo.keeps')}</p>
      <Button kind="danger" icon={IconTrash} disabled={!known} onClick={() => setAsking(true)}>
        {t('people:demo.remove')}
      </Button>
      {asking && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          title={t('people:demo.ask')}
          size={460}
          centered
          closeButtonProps={{ 'aria-label': t('base:close') }}
        >
          <p>{t('people:demo.warning')}</p>
          {busy && job && (
            <progress
              className={css.track}
              aria-label={job.title}
              value={shareOf(job) ?? undefined}
              max={1}
            />
          )}
          {problem && (
            <p className={css.problem} role="alert">
              {problem}
            </p>
          )}
          <div className={css.acts}>
            <Button kind="quiet" onClick={() => setAsking(false)} data-autofocus>
              {t('people:demo.keep')}
            </Button>
            <Button kind="danger" icon={IconTrash} busy={busy} onClick={() => void remove()}>
              {t('people:demo.removeN', { count: total, shown: formatNumber(total) })}
            </Button>
          </div>
        </Modal>
      )}
    </section>
  );
}
