// SPDX-License-Identifier: Apache-2.0
// Exports: begun as a job, followed, and fetched as a download once it is done.
import { addressOf, get, isAway, post } from './client';
import { isActive, jobPath, type Job } from './jobs';

export type ExportFormat = 'csv' | 'xlsx' | 'json';

export interface ExportWish {
  object: string;
  filter?: string;
  search?: string;
  orderby?: string;
  select?: string;
  bin?: boolean;
  format: ExportFormat;
  headings: 'names' | 'labels';
  bom?: boolean;
  formats?: 'plain'; // CSV: as programs read it; otherwise as the company writes
}

export interface ExportReach {
  count: number | null; // null: counting would take as long as the export
  exportable: number | null;
  left_out: number | null;
}

export const previewExport = (wish: Pick<ExportWish, 'object' | 'filter' | 'search' | 'bin'>) =>
  post<ExportReach>('api/v1/exports', { ...wish, preview: true });
export const beginExport = (wish: ExportWish) => post<Job>('api/v1/exports', wish);
export const cancelExport = (id: string) => post<Job>(`${jobPath(id)}/cancel`);

const kFirstMs = 150;
const kLatestMs = 1_000;
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// Until it ends, whichever way; `tell` is called with each new state.
export async function followExport(begun: Job, tell: (job: Job) => void): Promise<Job> {
  let job = begun;
  for (let pause = kFirstMs; isActive(job); pause = Math.min(kLatestMs, pause * 1.5)) {
    await rest(pause);
    try {
      job = await get<Job>(jobPath(job.id));
    } catch (error) {
      if (isAway(error)) continue;
      throw error;
    }
    tell(job);
  }
  return job;
}

// The browser saves what the server names as an attachment.
export function download(job: Job) {
  const link = document.createElement('a');
  link.href = addressOf(`${jobPath(job.id)}/file`);
  link.download = job.file?.name ?? '';
  link.click();
}
