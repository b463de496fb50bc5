// SPDX-License-Identifier: Apache-2.0
// «Lo primero»: tasks and opportunities in one ranked list, each with its reason. Late before
// today, today before soon; within that by priority and amount.
import type { StoredRecord } from '@/api/types';
import type { MoneyValue } from '@/base/format';

export type Reason =
  | { kind: 'overdue'; at: string }
  | { kind: 'today'; at: string }
  | { kind: 'closePassed'; day: string; stage: string }
  | { kind: 'closesSoon'; day: string; stage: string }
  | { kind: 'stuck'; days: number; usual: number; stage: string };

export interface Matter {
  id: string;
  object: 'activities' | 'opportunities';
  title: string;
  detail: string;
  activity?: string; // kind of activity
  amount?: MoneyValue | null;
  reason: Reason;
  rank: number;
  record: StoredRecord;
}

const kDayMs = 86_400_000;
const kSoonDays = 7;
const kPriority: Record<string, number> = { urgent: 3, high: 2, normal: 1, low: 0 };
const dayStart = (moment: Date) =>
  new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();

export function matterOfTask(task: StoredRecord, now: Date): Matter | null {
  if (typeof task.due_at !== 'string') return null;
  const due = new Date(task.due_at);
  if (dayStart(due) > dayStart(now)) return null;
  const late = due.getTime() < now.getTime();
  const rank =
    (late ? 3000 : 2000) +
    100 * (kPriority[String(task.priority)] ?? 1) +
    Math.min(90, Math.max(0, (now.getTime() - due.getTime()) / kDayMs));
  return {
    id: task.id,
    object: 'activities',
    title: String(task.subject ?? ''),
    detail: '',
    activity: String(task.kind ?? 'task'),
    record: task,
    rank,
    reason: { kind: late ? 'overdue' : 'today', at: task.due_at },
  };
}

export function matterOfOpportunity(
  opportunity: StoredRecord,
  usualDays: number | null,
  now: Date,
): Matter | null {
  const stage = String(opportunity['stage_id@clientela.label'] ?? '');
  const amount = (opportunity.amount as MoneyValue | null) ?? null;
  const weight = Math.min(90, Math.log10(1 + Number(amount?.amount ?? 0)) * 12);
  const base = {
    id: opportunity.id,
    object: 'opportunities' as const,
    title: String(opportunity.name ?? ''),
    detail: String(opportunity['account_id@clientela.label'] ?? ''),
    amount,
    record: opportunity,
  };
  if (typeof opportunity.expected_close_on === 'string') {
    const days = Math.round(
      (dayStart(new Date(`${opportunity.expected_close_on}T00:00:00`)) - dayStart(now)) / kDayMs,
    );
    if (days < 0)
      return {
        ...base,
        rank: 1500 + weight,
        reason: { kind: 'closePassed', day: opportunity.expected_close_on, stage },
      };
    if (days <= kSoonDays)
      return {
        ...base,
        rank: 1800 + weight,
        reason: { kind: 'closesSoon', day: opportunity.expected_close_on, stage },
      };
  }
  if (typeof opportunity.stage_since === 'string' && usualDays !== null) {
    const days = Math.floor((now.getTime() - new Date(opportunity.stage_since).getTime()) / kDayMs);
    if (days > usualDays)
      return {
        ...base,
        rank: 1000 + weight,
        reason: { kind: 'stuck', days, usual: usualDays, stage },
      };
  }
  return null;
}

export function ranked(matters: (Matter | null)[], most: number): Matter[] {
  const seen = new Set<string>();
  return matters
    .filter((matter): matter is Matter => matter !== null)
    .sort((a, b) => b.rank - a.rank)
    .filter((matter) => !seen.has(matter.id) && seen.add(matter.id))
    .slice(0, most);
}

export interface Finished {
  matter: Matter;
  place: number;
}

// What is open, with the lines that were finished a moment ago where they stood.
export function withFinished(open: Matter[], finished: Finished[], most: number): Matter[] {
  const resting = new Set(finished.map(({ matter }) => matter.id));
  const lines = open.filter((matter) => !resting.has(matter.id));
  for (const { matter, place } of [...finished].sort((a, b) => a.place - b.place))
    lines.splice(place, 0, matter);
  return lines.slice(0, most);
}

// Free hours between now (or nine) and six, minus what is planned.
export function freeMinutes(plans: { from: string; to?: string | null }[], now: Date): number {
  const at = (hours: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate(), hours).getTime();
  const start = Math.max(now.getTime(), at(9));
  const end = at(18);
  if (start >= end) return 0;
  const taken = plans
    .map(
      ({ from, to }) =>
        [
          new Date(from).getTime(),
          to ? new Date(to).getTime() : new Date(from).getTime() + 30 * 60_000,
        ] as [number, number],
    )
    .map(([from, to]) => [Math.max(from, start), Math.min(to, end)] as [number, number])
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0]);
  let busy = 0;
  let until = start;
  for (const [from, to] of taken) {
    busy += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return Math.round((end - start - busy) / 60_000);
}
