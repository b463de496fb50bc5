// SPDX-License-Identifier: Apache-2.0
// What happens to the cards of a board: which one has the focus, which one's menu is open, which
// one is dragged, which ones are moving.
import { useCallback, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredRecord } from '@/api/types';
import { useShortcut } from '@/base/shortcuts';
import { useDrag } from '@/ui/useDrag';
import type { Stage } from './stages';
import { useMoves } from './useMoves';

const cardAt = (target: EventTarget | null): HTMLElement | null =>
  (target as HTMLElement | null)?.closest<HTMLElement>('[data-card]') ?? null;

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

export function walkCards(event: KeyboardEvent<HTMLElement>) {
  if (!event.key.startsWith('Arrow') || event.altKey || event.ctrlKey) return;
  const target = event.target as HTMLElement;
  const card = cardAt(target);
  if (!card || target.closest('form') || target.closest('[role=menu]')) return;
  event.preventDefault();
  beside(event.currentTarget, card, event.key)?.querySelector<HTMLElement>('a')?.focus();
}

export function useCards(stages: Stage[], countIn: (stage: string) => number, editable: boolean) {
  const { t } = useTranslation();
  const [active, setActive] = useState<string | null>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const moves = useMoves(stages, countIn);
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
  const focused = (event: FocusEvent<HTMLElement>) => {
    const id = cardAt(event.target)?.dataset['card'];
    if (id) setActive(id);
  };
  useShortcut(
    'm',
    t('sales:keys.move'),
    'board',
    () => {
      const card = cardAt(document.activeElement)?.dataset['card'] ?? active;
      if (!card) return false;
      setMenu(card);
    },
    { enabled: editable },
  );
  return { active, menu, setMenu, moves, drag, grab, first, focused };
}

export type Cards = ReturnType<typeof useCards>;

export const arrivedIn = (cards: Cards, stage: Stage) =>
  [...cards.moves.moves.values()].filter((move) => move.to.id === stage.id);

// How one card takes part in it.
export const cardProps = (cards: Cards, id: string) => ({
  active: cards.active === id,
  menu: cards.menu === id,
  setMenu: cards.setMenu,
  moves: cards.moves,
  refusal: cards.moves.refusals.get(id),
  grab: cards.grab,
  lifted: cards.drag?.item.id === id,
});
