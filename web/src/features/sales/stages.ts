// SPDX-License-Identifier: Apache-2.0
// Pipelines, their stages and what the board sums per stage; plus the rules that a move follows.
import { useMemo } from 'react';
import { cellOf, moneyOf, sumByCurrency, useApplied, type AppliedRow } from '@/api/aggregate';
import { allOf, idFilter } from '@/api/odata';
import { useFewRecords } from '@/api/records';
import { useSums } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import type { MoneyValue } from '@/base/format';

export type StageKind = 'open' | 'won' | 'lost';

export interface Stage {
  id: string;
  name: string;
  kind: StageKind;
  position: number;
  probability: number;
  usualDays: number | null;
  required: string[];
}

// Lists of field names come as JSON, or as its text.
export function namesOf(value: unknown): string[] {
  let list = value;
  if (typeof value === 'string') {
    try {
      list = JSON.parse(value);
    } catch {
      return [];
    }
  }
  return Array.isArray(list) ? list.filter((name): name is string => typeof name === 'string') : [];
}

export const stageOf = (record: StoredRecord): Stage => ({
  id: record.id,
  name: String(record.name ?? ''),
  kind: (record.kind as StageKind | null) ?? 'open',
  position: Number(record.position ?? 0),
  probability: Number(record.probability ?? 0),
  usualDays:
    record.usual_days === null || record.usual_days === undefined
      ? null
      : Number(record.usual_days),
  required: namesOf(record.required_fields),
});

export function usePipelines() {
  const { data, error, refetch } = useFewRecords('pipelines', {
    filter: 'active eq true',
    top: 50,
  });
  const pipelines = useMemo(() => {
    const list = [...(data?.value ?? [])];
    return list.sort(
      (a, b) =>
        Number(b.is_default === true) - Number(a.is_default === true) ||
        Number(a.position ?? 0) - Number(b.position ?? 0),
    );
  }, [data]);
  return { pipelines, ready: data !== undefined, error, refetch };
}

export function useStages(pipeline: string | undefined): Stage[] | undefined {
  const { data } = useFewRecords(
    'stages',
    { filter: idFilter('pipeline_id', pipeline ?? ''), orderby: 'position', top: 100 },
    Boolean(pipeline),
  );
  return useMemo(() => data?.value.map(stageOf).sort((a, b) => a.position - b.position), [data]);
}

export interface StageTotal {
  count: number;
  totals: MoneyValue[];
  weighted: MoneyValue[];
}

export const kNoTotal: StageTotal = { count: 0, totals: [], weighted: [] };

export function totalsByStage(rows: AppliedRow[]): Map<string, StageTotal> {
  const byStage = new Map<
    string,
    { count: number; totals: (MoneyValue | null)[]; weighted: (MoneyValue | null)[] }
  >();
  for (const row of rows) {
    const id = String(cellOf(row, 'stage_id') ?? '');
    const entry = byStage.get(id) ?? { count: 0, totals: [], weighted: [] };
    entry.count += Number(row.count ?? 0);
    entry.totals.push(moneyOf(row, 'total', 'amount/currency'));
    entry.weighted.push(moneyOf(row, 'weighted', 'amount/currency'));
    byStage.set(id, entry);
  }
  return new Map(
    [...byStage].map(([id, entry]) => [
      id,
      {
        count: entry.count,
        totals: sumByCurrency(entry.totals),
        weighted: sumByCurrency(entry.weighted),
      },
    ]),
  );
}

const kSums = 'aggregate(amount with sum as total,weighted with sum as weighted,$count as count)';

export const sumsApply = (filter: string, sums = true) =>
  sums
    ? `filter(${filter})/groupby((stage_id,amount/currency),${kSums})`
    : `filter(${filter})/groupby((stage_id),aggregate($count as count))`;

export function useStageTotals(filter: string, enabled: boolean) {
  const { data } = useApplied('opportunities', sumsApply(filter, useSums()), enabled);
  return useMemo(() => (data ? totalsByStage(data) : undefined), [data]);
}

export const openIn = (pipeline: string, more?: string | null) =>
  allOf("status eq 'open'", idFilter('pipeline_id', pipeline), more)!;

// What is still missing before a record may stand in a stage: the stage's own list, and the reason
// of a loss.
export function missingFor(stage: Stage, record: StoredRecord): string[] {
  const wanted =
    stage.kind === 'lost' && !stage.required.includes('loss_reason_id')
      ? [...stage.required, 'loss_reason_id']
      : stage.required;
  return wanted.filter((name) => {
    const value = record[name];
    return name === 'loss_reason_id' || value === null || value === undefined || value === '';
  });
}

// Full days since a moment; null when it is not known.
export function daysSince(moment: unknown, now: Date = new Date()): number | null {
  if (typeof moment !== 'string' || moment === '') return null;
  return Math.max(0, Math.floor((now.getTime() - new Date(moment).getTime()) / 86_400_000));
}

export const isStuck = (days: number | null, stage: Stage) =>
  days !== null && stage.kind === 'open' && stage.usualDays !== null && days > stage.usualDays;
