// SPDX-License-Identifier: Apache-2.0
// The forecast as the server gives it, and what the page makes of it: sums, months in larger steps,
// filters behind each figure, and what changed between two answers.
import { useQuery } from '@tanstack/react-query';
import { addDecimals } from '@/api/aggregate';
import { get } from '@/api/client';
import { allOf, idFilter } from '@/api/odata';
import type { StageKind } from './periods';

export interface ForecastStage {
  id: string;
  name: string;
  kind: StageKind;
  probability: number;
}

export interface StageAmount {
  stage_id: string;
  count: number;
  amount: string;
  weighted: string;
}

export interface ForecastNode {
  key: string;
  parent: string | null;
  kind: 'total' | 'territory' | 'team' | 'owner';
  id: string | null;
  label: string;
  won: string;
  won_count: number;
  open: string;
  open_count: number;
  weighted: string;
  lost_count: number;
  stages: StageAmount[];
}

export interface MonthAmounts {
  month: string;
  won: string;
  open: string;
  weighted: string;
}

export interface Forecast {
  currency: string;
  currencies: string[];
  from: string | null;
  to: string | null;
  pipeline: { id: string; name: string } | null;
  stages: ForecastStage[];
  months: string[];
  total: ForecastNode;
  nodes: ForecastNode[];
  by_month: MonthAmounts[];
  as_of: string;
}

export interface ForecastQuery {
  pipeline: string;
  from?: string;
  to?: string;
  currency?: string;
}

export function forecastPath({ pipeline, from, to, currency }: ForecastQuery): string {
  const parts = [`pipeline=${encodeURIComponent(pipeline)}`, 'group=territory'];
  if (from) parts.push(`from=${from}`);
  if (to) parts.push(`to=${to}`);
  if (currency) parts.push(`currency=${encodeURIComponent(currency)}`);
  return `api/v1/forecast?${parts.join('&')}`;
}

export function useForecast(query: ForecastQuery, enabled: boolean) {
  return useQuery({
    queryKey: ['forecast', query],
    queryFn: ({ signal }) => get<Forecast>(forecastPath(query), { signal }),
    placeholderData: (before, earlier) =>
      (earlier?.queryKey[1] as ForecastQuery | undefined)?.pipeline === query.pipeline
        ? before
        : undefined,
    enabled,
  });
}

export const kTotal = 'total';

// The whole tree with the total as its root.
export const treeOf = (forecast: Forecast, company: string): ForecastNode[] => [
  { ...forecast.total, key: kTotal, parent: null, kind: 'total', label: company },
  ...forecast.nodes.map((node) => ({ ...node, parent: node.parent ?? kTotal })),
];

export const foreseen = (node: { won: string; weighted: string }) =>
  addDecimals(node.won, node.weighted);

export const isEmpty = (forecast: Forecast) =>
  forecast.total.won_count === 0 && forecast.total.open_count === 0;

export const amountIn = (node: ForecastNode, stage: string) =>
  node.stages.find((entry) => entry.stage_id === stage)?.amount ?? '0';

const kMostSteps = 24;

// Long periods step by year, so that the marks can carry their figures.
export function inSteps(months: MonthAmounts[]): MonthAmounts[] {
  if (months.length <= kMostSteps) return months;
  const years = new Map<string, MonthAmounts>();
  for (const entry of months) {
    const year = entry.month.slice(0, 4);
    const sum = years.get(year) ?? { month: year, won: '0', open: '0', weighted: '0' };
    years.set(year, {
      month: year,
      won: addDecimals(sum.won, entry.won),
      open: addDecimals(sum.open, entry.open),
      weighted: addDecimals(sum.weighted, entry.weighted),
    });
  }
  return [...years.values()];
}

// The filter of the rows behind a node: itself and everything it stands below.
export function scopeOf(node: ForecastNode, nodes: ForecastNode[]): string | undefined {
  const byKey = new Map(nodes.map((other) => [other.key, other]));
  const filters: string[] = [];
  for (
    let at: ForecastNode | undefined = node;
    at && at.kind !== 'total';
    at = at.parent ? byKey.get(at.parent) : undefined
  ) {
    if (at.kind === 'territory') {
      // A territory counts what lies below it; teams and people stand in one territory.
      filters.push(
        !at.id
          ? 'territory_id eq null'
          : at === node
            ? `clientela.below(territory_id,'${at.id}')`
            : idFilter('territory_id', at.id),
      );
      break;
    } else {
      const field = at.kind === 'team' ? 'team_id' : 'owner_id';
      filters.push(at.id ? idFilter(field, at.id) : `${field} eq null`);
    }
  }
  return allOf(...filters.reverse());
}

export type Column = 'won' | 'weighted' | 'open' | { stage: string };

export function rowsBehind(
  forecast: Forecast,
  query: ForecastQuery,
  scope: string | undefined,
  column: Column,
): string {
  const day = column === 'won' ? 'closed_on' : 'expected_close_on';
  return allOf(
    column === 'won' ? "status eq 'won'" : "status eq 'open'",
    typeof column === 'object' ? idFilter('stage_id', column.stage) : null,
    idFilter('pipeline_id', forecast.pipeline?.id ?? query.pipeline),
    query.from ? `${day} ge ${query.from}` : null,
    query.to ? `${day} le ${query.to}` : null,
    forecast.currencies.length > 1 ? `amount/currency eq '${forecast.currency}'` : null,
    scope,
  )!.replaceAll(/\(([\w/]+ (?:eq|ge|le) [^()]+)\)/g, '$1');
}

export interface Delta {
  forecast: string | null; // how much the expected sum of the node moved
  cells: Set<string>; // 'won', 'weighted', 'forecast', or a stage id
}

export function changesBetween(before: Forecast, after: Forecast): Map<string, Delta> {
  const deltas = new Map<string, Delta>();
  const old = new Map(
    [...before.nodes, { ...before.total, key: kTotal }].map((node) => [node.key, node]),
  );
  for (const node of [...after.nodes, { ...after.total, key: kTotal }]) {
    const was = old.get(node.key);
    if (!was) continue;
    const cells = new Set<string>();
    const differs = (one: string, other: string) => Number(addDecimals(one, negated(other))) !== 0;
    if (differs(node.won, was.won)) cells.add('won');
    if (differs(node.weighted, was.weighted)) cells.add('weighted');
    for (const stage of after.stages)
      if (differs(amountIn(node, stage.id), amountIn(was, stage.id))) cells.add(stage.id);
    const moved = addDecimals(foreseen(node), negated(foreseen(was)));
    if (Number(moved) !== 0) cells.add('forecast');
    if (cells.size > 0)
      deltas.set(node.key, { forecast: Number(moved) === 0 ? null : moved, cells });
  }
  return deltas;
}

const negated = (text: string) => (text.startsWith('-') ? text.slice(1) : `-${text}`);
