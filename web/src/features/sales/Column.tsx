// SPDX-License-Identifier: Apache-2.0
// A stage as a column: its head with count, totals per currency and probability, and its cards in
// pages.
import { useEffect, useRef, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecords } from '@/api/records';
import { useSums } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { createHref } from '@/base/address';
import { Button } from '@/base/Button';
import { formatMoney, formatNumber, formatShare } from '@/base/format';
import { IconPlus } from '@/base/icons';
import { Failure, Skeleton } from '@/base/State';
import { allOf, idFilter } from '@/api/odata';
import type { Drag } from '@/ui/useDrag';
import { Card } from './Card';
import type { Stage, StageTotal } from './stages';
import type { Move, Moves } from './useMoves';
import css from './Board.module.css';

export interface ColumnProps {
  stage: Stage;
  stages: Stage[];
  filter: string;
  orderby: string;
  total: StageTotal;
  creatable: boolean;
  pipeline: string;
  moves: Moves;
  drag: Drag<StoredRecord> | null;
  grab: (event: PointerEvent<HTMLElement>, record: StoredRecord) => void;
  active: string | null;
  menu: string | null;
  setMenu: (id: string | null) => void;
  first: (id: string) => void;
}

const kPage = 30;

export function ColumnHead({
  stage,
  total,
  creatable,
  pipeline,
}: Pick<ColumnProps, 'stage' | 'total' | 'creatable' | 'pipeline'>) {
  const { t } = useTranslation();
  const sums = useSums();
  const label = t('sales:createIn', { stage: stage.name });
  return (
    <header className={css.head}>
      <h2 className={css.stage}>
        <span className={css.stageName} title={stage.name}>
          {stage.name}
        </span>
        <span className={css.count}>{formatNumber(total.count)}</span>
        {creatable && (
          <a
            className={css.add}
            href={createHref('opportunities', { pipeline_id: pipeline, stage_id: stage.id })}
            aria-label={label}
            title={label}
          >
            <IconPlus size={16} stroke={1.75} aria-hidden />
          </a>
        )}
      </h2>
      <div className={css.sums}>
        {total.totals.map((money) => {
          const weighted = total.weighted.find((other) => other.currency === money.currency);
          return (
            <p key={money.currency} className={css.sum}>
              <strong className="figures">{formatMoney(money, { round: true })}</strong>
              {weighted && (
                <span className="figures" title={t('sales:weightedHelp')}>
                  {t('sales:weightedShort', { amount: formatMoney(weighted, { round: true }) })}
                </span>
              )}
            </p>
          );
        })}
        {sums && total.totals.length === 0 && (
          <p className={css.sum}>
            <span>{t('sales:noAmounts')}</span>
          </p>
        )}
      </div>
      <div
        className={css.probability}
        role="img"
        aria-label={t('sales:probability', { share: formatShare(stage.probability / 100) })}
        title={t('sales:probability', { share: formatShare(stage.probability / 100) })}
      >
        <span style={{ width: `${stage.probability}%` }} />
      </div>
    </header>
  );
}

export function Column(props: ColumnProps) {
  const { stage, stages, filter, orderby, total, moves, drag, grab, active, menu, setMenu, first } =
    props;
  const { t } = useTranslation();
  const list = useRecords('opportunities', {
    filter: allOf(filter, idFilter('stage_id', stage.id)),
    orderby,
    top: kPage,
  });
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasNextPage || isFetchingNextPage || typeof IntersectionObserver === 'undefined')
      return;
    const watcher = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && void fetchNextPage(),
      { rootMargin: '300px' },
    );
    watcher.observe(mark);
    return () => watcher.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const loaded = list.data?.pages.flatMap((page) => page.value) ?? [];
  const arrived = [...moves.moves.values()].filter((move) => move.to.id === stage.id);
  const topmost = arrived[0]?.record.id ?? loaded.find((record) => !moves.moves.has(record.id))?.id;
  useEffect(() => {
    if (topmost) first(topmost);
  }, [topmost, first]);

  const card = (record: StoredRecord, move?: Move) => (
    <Card
      key={record.id}
      record={record}
      stage={stage}
      stages={stages}
      active={active === record.id}
      menu={menu === record.id}
      setMenu={setMenu}
      move={move}
      moves={moves}
      refusal={moves.refusals.get(record.id)}
      grab={grab}
      lifted={drag?.item.id === record.id}
    />
  );
  const rest = total.count - loaded.length;
  return (
    <section
      className={css.column}
      data-stage={stage.id}
      data-over={(drag && drag.over === stage.id && drag.item.stage_id !== stage.id) || undefined}
      aria-label={stage.name}
    >
      <ColumnHead {...props} />
      {list.error && !list.data && (
        <Failure text={t('sales:failed')} retry={() => void list.refetch()} />
      )}
      {list.isPending && !list.error && <Skeleton rows={3} height={120} />}
      <ul
        className={css.cards}
        aria-label={t('sales:cardsOf', { stage: stage.name, count: total.count })}
      >
        {arrived.map((move) => card(move.record, move))}
        {loaded.map((record) => {
          const move = moves.moves.get(record.id);
          if (!move) return record.stage_id === stage.id ? card(record) : null;
          return move.to.id === stage.id ? null : (
            <li
              key={record.id}
              className={css.hole}
              aria-label={t('sales:oldPlace', { name: String(record.name) })}
            />
          );
        })}
      </ul>
      {list.data && loaded.length === 0 && arrived.length === 0 && (
        <p className={css.empty}>{t('sales:emptyStage')}</p>
      )}
      <div ref={end} />
      {hasNextPage && (
        <Button small kind="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {rest > 0
            ? t('sales:more', { count: rest, shown: formatNumber(rest) })
            : t('sales:moreUnknown')}
        </Button>
      )}
    </section>
  );
}
