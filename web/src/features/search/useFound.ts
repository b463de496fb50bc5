// SPDX-License-Identifier: Apache-2.0
// What the box offers for what is typed, in groups: recent records or what the server finds, then
// acts and pages.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TablerIcon } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { searchEverywhere } from '@/api/records';
import { useDefinitions } from '@/api/session';
import type { SearchHit } from '@/api/types';
import { recordHref, useGo } from '@/base/address';
import { iconNamed } from '@/base/ObjectIcon';
import { oneLabel } from '@/records/fields';
import { fits } from './match';
import { recent, remember } from './recent';
import { useChoices } from './useChoices';

const kDebounceMs = 80;

export interface Line {
  key: string;
  label: string;
  detail?: string;
  icon: TablerIcon;
  href?: string;
  run: () => void;
}

export interface Group {
  key: string;
  title: string;
  lines: Line[];
}

function useHits(typed: string, scope: string | null) {
  const [asked] = useDebouncedValue(typed.trim(), kDebounceMs);
  const query = useQuery({
    queryKey: ['search', asked, scope],
    queryFn: ({ signal }) =>
      searchEverywhere(asked, { objects: scope ? [scope] : undefined, top: 20, signal }),
    enabled: asked.length > 0,
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
  return {
    hits: typed.trim() === '' ? [] : (query.data?.value ?? []),
    error: query.error,
    settled: asked === typed.trim() && !query.isFetching,
  };
}

function useLineOf() {
  const go = useGo();
  const { objects } = useDefinitions();
  return useCallback(
    (hit: SearchHit): Line => {
      const object = objects.get(hit.object);
      const href = recordHref(hit.object, hit.id);
      return {
        key: `${hit.object} ${hit.id}`,
        label: hit.label,
        detail: [hit.detail, object ? oneLabel(object) : ''].filter(Boolean).join(' · '),
        icon: iconNamed(object?.views?.icon),
        href,
        run: () => {
          remember(hit);
          go(href);
        },
      };
    },
    [objects, go],
  );
}

export function useFound(typed: string, scope: string | null) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const { hits, error, settled } = useHits(typed, scope);
  const { pages, acts } = useChoices();
  const [lately] = useState(recent);
  const lineOf = useLineOf();
  const groups = useMemo<Group[]>(() => {
    const inScope = (hit: SearchHit) => (!scope || hit.object === scope) && objects.has(hit.object);
    const empty = typed.trim() === '';
    const records = empty ? lately.filter(inScope) : hits.filter(inScope);
    const some = (list: Line[], most: number) =>
      scope ? [] : list.filter((line) => fits(typed, line.label)).slice(0, most);
    return [
      {
        key: 'records',
        title: t(empty ? 'search:recent' : 'search:records'),
        lines: records.filter((hit) => !hit.guess).map(lineOf),
      },
      {
        key: 'guesses',
        title: t('search:guesses'),
        lines: records.filter((hit) => hit.guess).map(lineOf),
      },
      { key: 'acts', title: t('search:acts'), lines: some(acts, empty ? 4 : 6) },
      { key: 'pages', title: t('search:pages'), lines: some(pages, empty ? 5 : 6) },
    ].filter((group) => group.lines.length > 0);
  }, [typed, scope, hits, lately, objects, pages, acts, lineOf, t]);
  return { groups, error, settled };
}
