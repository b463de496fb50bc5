// SPDX-License-Identifier: Apache-2.0
// Won and lost: places to drop at the right of the board, with what is on its way to them.
import { useTranslation } from 'react-i18next';
import { formatMoney } from '@/base/format';
import { Kbd } from '@/base/Kbd';
import { IconCircleX, IconTrophy } from '@/base/icons';
import { Card } from './Card';
import { kNoTotal, type Stage, type StageTotal } from './stages';
import { arrivedIn, cardProps, type Cards } from './useCards';
import css from './Board.module.css';

function Closing({
  stage,
  stages,
  total,
  cards,
}: {
  stage: Stage;
  stages: Stage[];
  total: StageTotal;
  cards: Cards;
}) {
  const { t } = useTranslation();
  const arrived = arrivedIn(cards, stage);
  const Icon = stage.kind === 'won' ? IconTrophy : IconCircleX;
  return (
    <section
      className={css.closing}
      data-stage={stage.id}
      data-kind={stage.kind}
      data-over={cards.drag?.over === stage.id || undefined}
      aria-label={stage.name}
    >
      <div className={css.goal}>
        <Icon size={20} stroke={1.75} aria-hidden />
        <h2>{stage.name}</h2>
        {stage.kind === 'won' &&
          total.totals.map((money) => (
            <p key={money.currency} className="figures">
              {formatMoney(money, { round: true })}
            </p>
          ))}
        <p>{stage.kind === 'won' ? t('sales:thisQuarter') : t('sales:asksReason')}</p>
      </div>
      {arrived.length > 0 && (
        <ul className={css.cards}>
          {arrived.map((move) => (
            <Card
              key={move.record.id}
              record={move.record}
              stage={stage}
              stages={stages}
              move={move}
              {...cardProps(cards, move.record.id)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

export function Closings({
  stages,
  won,
  cards,
  hint,
}: {
  stages: Stage[];
  won: ReadonlyMap<string, StageTotal> | undefined;
  cards: Cards;
  hint: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.closings}>
      {stages
        .filter((stage) => stage.kind !== 'open')
        .map((stage) => (
          <Closing
            key={stage.id}
            stage={stage}
            stages={stages}
            total={won?.get(stage.id) ?? kNoTotal}
            cards={cards}
          />
        ))}
      {hint && (
        <p className={css.hint}>
          {t('sales:withKeyboard')} <Kbd>M</Kbd> {t('sales:andStage')}
        </p>
      )}
    </div>
  );
}
