// SPDX-License-Identifier: Apache-2.0
// A stage as a column: its head with count, totals per currency and probability, and its cards in
// pages.
import { useEffect, useRef } from 'react';
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
import { Card } from './Card';
import type { Move } from './move';
import type { Stage, StageTotal } from './stages';
import { arrivedIn, cardProps, type Cards } from './useCards';
import css from './Board.module.css';

export interface ColumnProps {
  stage: Stage;
  stages: Stage[];
  filter: string;
  orderby: string;
  total: StageTotal;
  create: { pipeline_id: string } | null; // what a new card here begins with
  cards: Cards;
}

const kPage = 30;

function ColumnHead({ stage, total, create }: Pick<ColumnProps, 'stage' | 'total' | 'create'>) {
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
        {create && (
          <a
            className={css.add}
            href={createHref('opportunities', { ...create, stage_id: stage.id })}
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

// Calls for the next page as soon as the mark at the end of what is loaded comes near.
function useMoreAtEnd(more: boolean, load: () => unknown) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = end.current;
    if (!mark || !more || typeof IntersectionObserver === 'undefined') return;
    const watcher = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && void load(),
      { rootMargin: '300px' },
    );
    watcher.observe(mark);
    return () => watcher.disconnect();
  }, [more, load]);
  return end;
}

// Cards that arrive stand at the top; where a card comes from stays marked.
function ColumnCards({
  stage,
  stages,
  total,
  cards,
  loaded,
}: Pick<ColumnProps, 'stage' | 'stages' | 'total' | 'cards'> & { loaded: StoredRecord[] }) {
  const { t } = useTranslation();
  const { moves } = cards.moves;
  const card = (record: StoredRecord, move?: Move) => (
    <Card
      key={record.id}
      record={record}
      stage={stage}
      stages={stages}
      move={move}
      {...cardProps(cards, record.id)}
    />
  );
  return (
    <ul
      className={css.cards}
      aria-label={t('sales:cardsOf', { stage: stage.name, count: total.count })}
    >
      {arrivedIn(cards, stage).map((move) => card(move.record, move))}
      {loaded.map((record) => {
        const move = moves.get(record.id);
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
  );
}

export function Column(props: ColumnProps) {
  const { stage, filter, orderby, total, cards } = props;
  const { drag, moves, first } = cards;
  const { t } = useTranslation();
  const list = useRecords('opportunities', {
    filter: allOf(filter, idFilter('stage_id', stage.id)),
    orderby,
    top: kPage,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const end = useMoreAtEnd(hasNextPage && !isFetchingNextPage, fetchNextPage);

  const loaded = list.data?.pages.flatMap((page) => page.value) ?? [];
  const arrived = arrivedIn(cards, stage);
  const topmost = arrived[0]?.record.id ?? loaded.find((record) => !moves.moves.has(record.id))?.id;
  useEffect(() => {
    if (topmost) first(topmost);
  }, [topmost, first]);

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
      <ColumnCards {...props} loaded={loaded} />
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
