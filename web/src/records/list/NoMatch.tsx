// SPDX-License-Identifier: Apache-2.0
// Nothing fulfils the sentence: says how many there would be without the condition that excludes
// most, and takes it away on demand.
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { countQuery } from '@/api/records';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { Empty } from '@/base/State';
import { parse, print, type Tree } from '@/filter';
import { Spoken } from '../filter/Spoken';
import { inSentence, manyLabel } from '../fields';
import type { ListState } from './useListState';

const kMostAsked = 6;

export interface Without {
  part: Tree | null; // null: the quick search
  filter: string;
  search: string;
}

// The lists that remain when one condition is left out.
export function withoutEach(filter: string, search: string): Without[] {
  let parts: Tree[] = [];
  try {
    const tree = filter.trim() ? parse(filter) : null;
    parts = tree === null ? [] : tree.kind === 'and' ? tree.parts : [tree];
  } catch {
    return [];
  }
  const rest = (left: Tree) => {
    const kept = parts.filter((part) => part !== left);
    return kept.length > 1 ? print({ kind: 'and', parts: kept }) : kept[0] ? print(kept[0]) : '';
  };
  return [
    ...parts.slice(0, kMostAsked).map((part) => ({ part, filter: rest(part), search })),
    ...(search ? [{ part: null, filter, search: '' }] : []),
  ];
}

export function NoMatch({ object, state }: { object: ObjectDefinition; state: ListState }) {
  const { t } = useTranslation();
  const choices = withoutEach(state.filter, state.quick);
  const counts = useQueries({
    queries: choices.map(({ filter, search }) => ({
      ...countQuery(object.name, { filter: filter || undefined, search: search || undefined }),
      retry: false,
    })),
  });
  const best = choices
    .map((choice, index) => ({ choice, count: counts[index]?.data ?? 0 }))
    .reduce<{ choice: Without; count: number } | null>(
      (most, one) => (one.count > (most?.count ?? 0) ? one : most),
      null,
    );
  const things = inSentence(manyLabel(object));
  const condition =
    best &&
    (best.choice.part ? (
      <Spoken object={object} tree={best.choice.part} />
    ) : (
      t('list:searching', { text: state.quick })
    ));
  return (
    <Empty title={t('list:noMatch', { things, count: choices.length })}>
      {best && (
        <p>
          {t('list:withoutIt')} «{condition}»{' '}
          {t('list:wouldBe', { n: formatNumber(best.count), count: best.count })}
        </p>
      )}
      {best && (
        <Button
          onClick={() =>
            state.change({ filter: best.choice.filter || '-', q: best.choice.search || undefined })
          }
        >
          {t('list:loosenOne')}
        </Button>
      )}
      {choices.length > 1 && (
        <Button kind="quiet" onClick={() => state.change({ filter: '-', q: undefined })}>
          {t('list:loosen')}
        </Button>
      )}
    </Empty>
  );
}
