// SPDX-License-Identifier: Apache-2.0
// The board of one pipeline: open stages as columns, won and lost as places to drop at the right.
// On the phone one stage at a time. Arrows walk the cards, `M` moves the one in focus.
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { idFilter } from '@/api/odata';
import { may } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { formatNumber } from '@/base/format';
import { useAddress } from '@/base/address';
import { dayText, quarterOf, today } from '@/base/periods';
import { Closings } from './Closings';
import { Column } from './Column';
import { kNoTotal, openIn, useStageTotals, type Stage, type StageTotal } from './stages';
import { useCards, walkCards } from './useCards';
import css from './Board.module.css';

function useWonThisQuarter(pipeline: string, scope: string | null) {
  const from = dayText(quarterOf(today()).from);
  return useStageTotals(
    `status eq 'won' and ${idFilter('pipeline_id', pipeline)} and closed_on ge ${from}${scope ? ` and ${scope}` : ''}`,
    true,
  );
}

function StageTabs({
  stages,
  chosen,
  totals,
}: {
  stages: Stage[];
  chosen: Stage | undefined;
  totals: ReadonlyMap<string, StageTotal> | undefined;
}) {
  const { t } = useTranslation();
  const { change } = useAddress();
  return (
    <div className={css.stages} role="tablist" aria-label={t('sales:stages')}>
      {stages.map((stage) => (
        <button
          key={stage.id}
          type="button"
          role="tab"
          className={css.stageTab}
          aria-selected={chosen?.id === stage.id}
          onClick={() => change({ stage: stage.id }, { replace: true })}
        >
          {stage.name} <span>{formatNumber(totals?.get(stage.id)?.count ?? 0)}</span>
        </button>
      ))}
    </div>
  );
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
  const { search } = useAddress();
  const phone = useMediaQuery('(max-width: 700px)', window.innerWidth <= 700) ?? false;
  const filter = openIn(pipeline, scope);
  const totals = useStageTotals(filter, true);
  const won = useWonThisQuarter(pipeline, scope);
  const editable = may(object, 'update');
  const cards = useCards(stages, (id) => totals?.get(id)?.count ?? 0, editable);
  const open = stages.filter((stage) => stage.kind === 'open');
  const chosen = open.find((stage) => stage.id === search.stage) ?? open[0];
  const closing = [...cards.moves.moves.values()].some((move) => move.to.kind !== 'open');

  return (
    <>
      {phone && <StageTabs stages={open} chosen={chosen} totals={totals} />}
      <div
        className={css.board}
        onKeyDown={walkCards}
        onFocus={cards.focused}
        data-dragging={cards.drag ? true : undefined}
      >
        {(phone && chosen ? [chosen] : open).map((stage) => (
          <Column
            key={stage.id}
            stage={stage}
            stages={stages}
            filter={filter}
            orderby={orderby}
            total={totals?.get(stage.id) ?? kNoTotal}
            create={may(object, 'create') ? { pipeline_id: pipeline } : null}
            cards={cards}
          />
        ))}
        {(!phone || closing) && (
          <Closings stages={stages} won={won} cards={cards} hint={!phone && editable} />
        )}
      </div>
    </>
  );
}
