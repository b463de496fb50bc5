// SPDX-License-Identifier: Apache-2.0
// What «Hoy» asks the server: my open tasks, my meetings, my opportunities, their sums, and what
// others moved.
import { useMemo } from 'react';
import { moneyOf, sumByCurrency, useApplied, cellOf } from '@/api/aggregate';
import { useFewRecords } from '@/api/records';
import { useObject, useServes, useSums } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import type { MoneyValue } from '@/base/format';
import { beginOfDay, dayText, quarterOf, today } from '@/base/periods';
import { matterOfOpportunity, matterOfTask, ranked, type Matter } from './first';

const kMine = 'owner_id eq clientela.me()';
const kDayMs = 86_400_000;

function dayFrom(now: Date, days: number): Date {
  const day = today(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
}

const begin = (now: Date, days: number) => beginOfDay(dayFrom(now, days)).toISOString();
const plus = (now: Date, days: number) => dayText(dayFrom(now, days));

export function useStages() {
  const { data } = useFewRecords(
    'stages',
    { orderby: 'position', top: 100 },
    useObject('stages') !== undefined,
  );
  return useMemo(() => data?.value ?? [], [data]);
}

// My open opportunities that want something: the close is near or has passed, or they rest.
function useWaiting(now: Date) {
  const hasOpen = useServes('opportunities', 'status', 'owner_id');
  const hasCloses = useServes('opportunities', 'expected_close_on') && hasOpen;
  const hasResting = useServes('opportunities', 'stage_since') && hasOpen;
  const hasAmounts = useServes('opportunities', 'amount');
  const open = `status eq 'open' and ${kMine}`;
  const soon = useFewRecords(
    'opportunities',
    {
      filter: `${open} and expected_close_on ge ${plus(now, 0)} and expected_close_on le ${plus(now, 7)}`,
      orderby: 'expected_close_on',
      top: 12,
    },
    hasCloses,
  );
  const passed = useFewRecords(
    'opportunities',
    {
      filter: `${open} and expected_close_on lt ${plus(now, 0)}`,
      orderby: 'expected_close_on desc',
      top: 6,
    },
    hasCloses,
  );
  const resting = useFewRecords(
    'opportunities',
    {
      filter: `${open} and stage_since lt ${begin(now, -10)}`,
      orderby: hasAmounts ? 'amount desc' : 'stage_since',
      top: 12,
    },
    hasResting,
  );
  const records = useMemo(
    () => [soon.data, passed.data, resting.data].flatMap((data) => data?.value ?? []),
    [soon.data, passed.data, resting.data],
  );
  const ready =
    (!hasCloses || (soon.data !== undefined && passed.data !== undefined)) &&
    (!hasResting || resting.data !== undefined);
  return { records, ready, queries: [soon, passed, resting] };
}

// The whole day is asked for, so that the questions stay the same from minute to minute.
function useDue(now: Date) {
  const hasTasks = useServes('activities', 'status', 'owner_id', 'due_at');
  const query = useFewRecords(
    'activities',
    {
      filter: `status eq 'open' and ${kMine} and due_at lt ${begin(now, 1)}`,
      orderby: 'due_at',
      top: 50,
    },
    hasTasks,
  );
  const records = useMemo(() => query.data?.value ?? [], [query.data]);
  return { records, ready: !hasTasks || query.data !== undefined, query };
}

export function useToday(now: Date) {
  const tasks = useDue(now);
  const opportunities = useWaiting(now);
  const stages = useStages();
  const matters: Matter[] = useMemo(() => {
    const usual = new Map(
      stages.map((stage) => [
        stage.id,
        typeof stage.usual_days === 'number' ? stage.usual_days : null,
      ]),
    );
    return ranked(
      [
        ...tasks.records.map((task) => matterOfTask(task, now)),
        ...opportunities.records.map((opportunity) =>
          matterOfOpportunity(opportunity, usual.get(String(opportunity.stage_id)) ?? null, now),
        ),
      ],
      40,
    );
  }, [tasks.records, opportunities.records, stages, now]);
  const queries = [tasks.query, ...opportunities.queries];
  return {
    matters,
    ready: tasks.ready && opportunities.ready,
    error: queries.find((query) => query.error)?.error ?? null,
    retry: () => queries.forEach((query) => void query.refetch()),
  };
}

// The next week's tasks, for a day that holds little.
export function useComing(now: Date): StoredRecord[] {
  const { data } = useFewRecords(
    'activities',
    {
      filter: `${kMine} and status eq 'open' and due_at ge ${begin(now, 1)} and due_at lt ${begin(now, 8)}`,
      orderby: 'due_at',
      top: 5,
    },
    useServes('activities', 'owner_id', 'status', 'due_at'),
  );
  return data?.value ?? [];
}

export function useMeetings(now: Date): StoredRecord[] | undefined {
  const [start, end] = [begin(now, 0), begin(now, 1)];
  const { data } = useFewRecords(
    'activities',
    {
      filter: `${kMine} and status ne 'cancelled' and starts_at ge ${start} and starts_at lt ${end}`,
      orderby: 'starts_at',
      top: 20,
    },
    useServes('activities', 'owner_id', 'status', 'starts_at'),
  );
  return data?.value;
}

export interface Funnel {
  mine: boolean;
  counted: boolean; // only counts: the role does not see amounts
  stages: { id: string; name: string; totals: MoneyValue[]; count: number }[];
  totals: MoneyValue[];
  weighted: MoneyValue[];
}

const kByStage =
  'groupby((stage_id,amount/currency),aggregate(amount with sum as total,weighted with sum as weighted,$count as count))';
const kCounts = 'groupby((stage_id),aggregate($count as count))';

// My open opportunities by stage; who has none sees those that may be seen.
export function useFunnel(): Funnel | undefined {
  const enabled = useServes('opportunities', 'status', 'owner_id', 'stage_id');
  const sums = useSums();
  const byStage = sums ? kByStage : kCounts;
  const mine = useApplied(
    'opportunities',
    `filter(status eq 'open' and ${kMine})/${byStage}`,
    enabled,
  );
  const none = mine.data?.length === 0;
  const all = useApplied('opportunities', `filter(status eq 'open')/${byStage}`, enabled && none);
  const stages = useStages();
  const rows = none ? all.data : mine.data;
  return useMemo(() => {
    if (!rows) return undefined;
    const sum = (name: string, of = rows) =>
      sumByCurrency(of.map((row) => moneyOf(row, name, 'amount/currency')));
    const ids = new Set(rows.map((row) => String(cellOf(row, 'stage_id'))));
    const present = stages.filter((stage) => ids.has(stage.id));
    return {
      mine: !none,
      counted: !sums,
      totals: sum('total'),
      weighted: sum('weighted'),
      stages: present.map((stage) => {
        const own = rows.filter((row) => cellOf(row, 'stage_id') === stage.id);
        return {
          id: stage.id,
          name: String(stage.name),
          totals: sum('total', own),
          count: own.reduce((count, row) => count + Number(row.count ?? 0), 0),
        };
      }),
    };
  }, [rows, stages, none, sums]);
}

// Won in this quarter, and what is open and expected within it, weighted; for who sees amounts.
export function useQuarter(mine: boolean, now: Date) {
  const { from, to } = quarterOf(today(now));
  const enabled = useSums();
  const whose = mine ? ` and ${kMine}` : '';
  const won = useApplied(
    'opportunities',
    `filter(status eq 'won' and closed_on ge ${dayText(from)} and closed_on le ${dayText(to)}${whose})/groupby((amount/currency),aggregate(amount with sum as total,$count as count))`,
    enabled,
  );
  const open = useApplied(
    'opportunities',
    `filter(status eq 'open' and expected_close_on ge ${dayText(from)} and expected_close_on le ${dayText(to)}${whose})/groupby((amount/currency),aggregate(weighted with sum as total,$count as count))`,
    enabled,
  );
  if (!won.data || !open.data) return undefined;
  const sum = (rows: typeof won.data) =>
    sumByCurrency(rows.map((row) => moneyOf(row, 'total', 'amount/currency')));
  return {
    won: sum(won.data),
    weighted: sum(open.data),
    daysLeft: Math.round((to.getTime() - today(now).getTime()) / kDayMs),
  };
}

export function useSinceYesterday(now: Date): StoredRecord[] | undefined {
  const since = begin(now, -1);
  const { data } = useFewRecords(
    'stage_changes',
    {
      filter: `changed_at ge ${since} and from_stage_id ne null`,
      orderby: 'changed_at desc',
      top: 6,
    },
    useServes('stage_changes', 'changed_at', 'from_stage_id'),
  );
  return data?.value;
}
