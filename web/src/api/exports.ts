// SPDX-License-Identifier: Apache-2.0
// Exports: asked for, then fetched as a download.
import { addressOf, post } from './client';

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
}

export interface ExportMade {
  id: string;
  done: number;
  file: { name: string; bytes: number };
}

export const makeExport = (wish: ExportWish, signal: AbortSignal) =>
  post<ExportMade>('api/v1/exports', wish, { signal });

// The browser saves what the server names as an attachment.
export function download(made: ExportMade) {
  const link = document.createElement('a');
  link.href = addressOf(`api/v1/exports('${made.id}')/file`);
  link.download = made.file.name;
  link.click();
}
