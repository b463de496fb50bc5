// SPDX-License-Identifier: Apache-2.0
// Long work on the server: what runs and ran, its progress, and what can be done about it.
// Progress comes over the event stream; asking again now and then covers what it may have missed.
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { addressOf, get, isAway, post } from './client';

export type JobState = 'waiting' | 'running' | 'paused' | 'cancelled' | 'done' | 'failed';

export interface JobReceipt {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  failed: number;
  [further: string]: number;
}

export interface Job {
  id: string;
  kind: string;
  title: string;
  object: string | null;
  state: JobState;
  total: number | null;
  done: number;
  started_by: { id: string; name: string } | null;
  created_at: string;
  started_at: string | null;
  updated_at: string | null;
  finished_at: string | null;
  receipt: JobReceipt | null;
  undoable: boolean;
  undone: boolean;
  undoes: string | null;
  undone_by: string | null;
  error: { code: string; message: string } | null;
  file: { name: string; bytes: number } | null;
}

export interface JobFailure {
  number: number;
  row: number | null;
  object: string | null;
  id: string | null;
  field: string;
  value: string;
  code: string;
  message: string;
}

export const jobPath = (id: string) => `api/v1/jobs('${encodeURIComponent(id)}')`;
export const isActive = (job: Pick<Job, 'state'>) =>
  job.state === 'waiting' || job.state === 'running' || job.state === 'paused';
export const shareOf = (job: Pick<Job, 'done' | 'total'>) =>
  job.total ? Math.min(1, job.done / job.total) : null;

// An export changes no record, so its receipt counts none: it met what it wrote and what the right
// to export left out.
export const rowsOf = (job: Job) =>
  job.kind === 'export' ? (job.receipt?.matched ?? exportedOf(job)) : (job.receipt?.rows ?? 0);
export const exportedOf = (job: Job) =>
  job.receipt?.exported ?? (job.state === 'cancelled' || job.state === 'failed' ? 0 : job.done);
export const leftOf = (job: Job) =>
  (job.receipt?.failed ?? 0) + (job.receipt?.skipped ?? 0) - (job.receipt?.kept_oneself ?? 0);
// Over, and not every row came through.
export const isPartial = (job: Job) => job.state === 'done' && leftOf(job) > 0;
export const stateKey = (job: Job) => {
  if (job.undone) return 'jobs:state.undone';
  if (!isPartial(job)) return `jobs:state.${job.state}`;
  return leftOf(job) === rowsOf(job) ? 'jobs:state.nothing' : 'jobs:state.partial';
};
// What a cancelled job did not come to; half an export leaves no file, so it left nothing.
export const notBegunOf = (job: Job) =>
  job.state === 'cancelled' && job.kind !== 'export' && job.total !== null
    ? Math.max(0, job.total - job.done)
    : 0;
export const leftByRight = (job: Job) => job.receipt?.left_out ?? 0;

// Rows per second since the work began.
export function speedOf(job: Job): number | null {
  if (!job.started_at) return null;
  const end = Date.parse(job.finished_at ?? job.updated_at ?? job.started_at);
  const seconds = (end - Date.parse(job.started_at)) / 1000;
  return seconds > 0.5 ? Math.round(job.done / seconds) : null;
}

// What runs stands first, then the newest.
export const inOrder = (jobs: Job[]) =>
  [...jobs].sort(
    (a, b) => Number(isActive(b)) - Number(isActive(a)) || b.created_at.localeCompare(a.created_at),
  );

const kSoonMs = 1500;
const kLateMs = 30_000;

export function useJobs() {
  return useQuery({
    queryKey: ['jobs', 'list'],
    queryFn: async ({ signal }) =>
      inOrder((await get<{ value: Job[] }>('api/v1/jobs?top=200', { signal })).value),
    refetchInterval: (query) => (query.state.data?.some(isActive) ? kSoonMs : kLateMs),
  });
}

export function useActiveJobs(mine: string) {
  return useQuery({
    queryKey: ['jobs', 'active'],
    queryFn: async ({ signal }) =>
      (await get<{ value: Job[] }>('api/v1/jobs?active=true', { signal })).value,
    select: (jobs) => jobs.filter((job) => job.started_by?.id === mine),
    refetchInterval: (query) => (query.state.data?.length ? kSoonMs : kLateMs),
  });
}

export function useFailures(id: string | null) {
  return useQuery({
    queryKey: ['jobs', 'failures', id],
    queryFn: async ({ signal }) =>
      (await get<{ value: JobFailure[] }>(`${jobPath(id!)}/failures?top=100`, { signal })).value,
    enabled: id !== null,
  });
}

export const failuresHref = (id: string) => addressOf(`${jobPath(id)}/failures?format=csv`);
export const fileHref = (id: string) => addressOf(`${jobPath(id)}/file`);

export type JobAct = 'pause' | 'resume' | 'cancel' | 'undo';

export function useJobActs() {
  const cache = useQueryClient();
  return async (id: string, act: JobAct): Promise<Job> => {
    try {
      return await post<Job>(`${jobPath(id)}/${act}`);
    } finally {
      void cache.invalidateQueries({ queryKey: ['jobs'] });
    }
  };
}

// Waits for the end of a job and makes stale what it may have changed.
export async function jobEnded(
  cache: QueryClient,
  started: Job,
  onProgress?: (job: Job) => void,
): Promise<Job> {
  let job = started;
  let pause = 250;
  while (isActive(job)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(2000, pause * 1.4);
    try {
      job = await get<Job>(jobPath(job.id));
    } catch (error) {
      if (isAway(error)) continue;
      throw error;
    }
    onProgress?.(job);
  }
  void cache.invalidateQueries({ queryKey: ['jobs'] });
  void cache.invalidateQueries({ queryKey: ['records'] });
  return job;
}
