// SPDX-License-Identifier: Apache-2.0
// The board of one pipeline: open stages as columns, won and lost as places to drop at the right.
// On the phone one stage at a time. Arrows walk the cards, `M` moves the one in focus.
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { idFilter } from '@/api/odata';
import { may } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { formatMoney, formatNumber } from '@/base/format';
import { Kbd } from '@/base/Kbd';
import { IconCircleX, IconTrophy } from '@/base/icons';
import { useShortcut } from '@/base/shortcuts';
import { useAddress } from '@/base/address';
import { useDrag, type Drag } from '@/ui/useDrag';
import { Card } from './Card';
import { Column } from './Column';
import { kNoTotal, openIn, useStageTotals, type Stage, type StageTotal } from './stages';
import { dayText, quarterOf, today } from '@/base/periods';
import { useMoves, type Moves } from './useMoves';
import css from './Board.module.css';

function Closing({
  stage,
  stages,
  total,
  drag,
  moves,
  active,
  menu,
  setMenu,
}: {
  stage: Stage;
  stages: Stage[];
  total: StageTotal;
  drag: Drag<StoredRecord> | null;
  moves: Moves;
  active: string | null;
  menu: string | null;
  setMenu: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const arrived = [...moves.moves.values()].filter((move) => move.to.id === stage.id);
  const Icon = stage.kind === 'won' ? IconTrophy : IconCircleX;
  return (
    <section
      className={css.closing}
      data-stage={stage.id}
      data-kind={stage.kind}
      data-over={drag?.over === stage.id || undefined}
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
              active={active === move.record.id}
              menu={menu === move.record.id}
              setMenu={setMenu}
              move={move}
              moves={moves}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

// The card beside the one in focus, by arrows.
function beside(board: HTMLElement, from: HTMLElement, key: string): HTMLElement | null {
  const columns = [...board.querySelectorAll<HTMLElement>('[data-stage]')]
    .map((column) => [...column.querySelectorAll<HTMLElement>('[data-card]')])
    .filter((cards) => cards.length > 0);
  const at = columns.findIndex((cards) => cards.includes(from));
  if (at < 0) return null;
  const row = columns[at]!.indexOf(from);
  if (key === 'ArrowUp') return columns[at]![row - 1] ?? null;
  if (key === 'ArrowDown') return columns[at]![row + 1] ?? null;
  const next = columns[at + (key === 'ArrowRight' ? 1 : -1)];
  return next ? (next[Math.min(row, next.length - 1)] ?? null) : null;
}

export function Board({
  object,
  pipeline,
  stages,
  scope,
  orderby,
}: {
  object: ObjectDefinition;
  pipeline: string;
  stages: Stage[];
  scope: string | null;
  orderby: string;
}) {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const phone = useMediaQuery('(max-width: 700px)', window.innerWidth <= 700) ?? false;
  const open = stages.filter((stage) => stage.kind === 'open');
  const closed = stages.filter((stage) => stage.kind !== 'open');
  const filter = openIn(pipeline, scope);
  const totals = useStageTotals(filter, true);
  const quarter = quarterOf(today());
  const won = useStageTotals(
    `status eq 'won' and ${idFilter('pipeline_id', pipeline)} and closed_on ge ${dayText(quarter.from)}${scope ? ` and ${scope}` : ''}`,
    true,
  );
  const [active, setActive] = useState<string | null>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const moves = useMoves(stages, (id) => totals?.get(id)?.count ?? 0);
  const { drag, grab } = useDrag(
    'stage',
    useCallback(
      (record: StoredRecord, id: string) => {
        const stage = stages.find((candidate) => candidate.id === id);
        if (stage) moves.start(record, stage);
      },
      [moves, stages],
    ),
  );
  const first = useCallback((id: string) => setActive((before) => before ?? id), []);
  const editable = may(object, 'update');

  useShortcut(
    'm',
    t('sales:keys.move'),
    'board',
    () => {
      const card =
        document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset['card'] ?? active;
      if (!card) return false;
      setMenu(card);
    },
    { enabled: editable },
  );

  const walk = (event: KeyboardEvent<HTMLElement>) => {
    if (!event.key.startsWith('Arrow') || event.altKey || event.ctrlKey) return;
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>('[data-card]');
    if (!card || target.closest('form') || target.closest('[role=menu]')) return;
    event.preventDefault();
    beside(event.currentTarget, card, event.key)?.querySelector<HTMLElement>('a')?.focus();
  };
  const focused = (target: EventTarget) => {
    const id = (target as HTMLElement).closest<HTMLElement>('[data-card]')?.dataset['card'];
    if (id) setActive(id);
  };
  const shown = phone
    ? open.filter(
        (stage, index) =>
          stage.id === (search.stage ?? open[0]?.id) ||
          (index === 0 && !open.some((other) => other.id === search.stage)),
      )
    : open;

  return (
    <>
      {phone && (
        <div className={css.stages} role="tablist" aria-label={t('sales:stages')}>
          {open.map((stage) => (
            <button
              key={stage.id}
              type="button"
              role="tab"
              className={css.stageTab}
              aria-selected={shown[0]?.id === stage.id}
              onClick={() => change({ stage: stage.id }, { replace: true })}
            >
              {stage.name} <span>{formatNumber(totals?.get(stage.id)?.count ?? 0)}</span>
            </button>
          ))}
        </div>
      )}
      <div
        className={css.board}
        onKeyDown={walk}
        onFocus={(event) => focused(event.target)}
        data-dragging={drag ? true : undefined}
      >
        {shown.map((stage) => (
          <Column
            key={stage.id}
            stage={stage}
            stages={stages}
            filter={filter}
            orderby={orderby}
            total={totals?.get(stage.id) ?? kNoTotal}
            creatable={may(object, 'create')}
            pipeline={pipeline}
            moves={moves}
            drag={drag}
            grab={grab}
            active={active}
            menu={menu}
            setMenu={setMenu}
            first={first}
          />
        ))}
        {(!phone || [...moves.moves.values()].some((move) => move.to.kind !== 'open')) && (
          <div className={css.closings}>
            {closed.map((stage) => (
              <Closing
                key={stage.id}
                stage={stage}
                stages={stages}
                total={won?.get(stage.id) ?? kNoTotal}
                drag={drag}
                moves={moves}
                active={active}
                menu={menu}
                setMenu={setMenu}
              />
            ))}
            {!phone && editable && (
              <p className={css.hint}>
                {t('sales:withKeyboard')} <Kbd>M</Kbd> {t('sales:andStage')}
              </p>
            )}
          </div>
        )}
      </div>
    </>
  );
}
