// SPDX-License-Identifier: Apache-2.0
// Imports as the server runs them: preview, start, progress, cancel, undo, history; and the mapping
// that the person builds between columns and fields.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '@/api/client';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { fieldOf, isEditable } from '@/records/fields';
import type { ReceiptCounts } from '@/ui/Receipt';
import { ruleOf, turned, type CellForm } from './cells';

export type Confidence = 'sure' | 'probable' | 'choose';

export interface PreviewColumn {
  name: string;
  samples: string[];
  field: string | null;
  confidence: Confidence;
  match?: string;
  number?: CellForm;
  date?: CellForm;
}

export interface Preview {
  columns: PreviewColumn[];
  faults?: { row: number; code: string; message: string }[]; // rows that cannot be read
  rows?: number | null;
  encoding?: string;
  separator?: string;
}

export interface RowError {
  row: number;
  field?: string | null;
  value?: string | null;
  code?: string;
  message: string;
}

export interface ImportReceipt extends ReceiptCounts {
  object: string;
  errors: RowError[];
  removed?: number;
  notes?: { row: number; code: string; message: string }[]; // taken, but worth a look
}

export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled' | 'undone';

export interface ImportJob {
  id: string;
  state: JobState;
  object: string;
  file_name: string;
  dry_run: boolean;
  progress?: { done: number; total: number | null } | null;
  receipt: ImportReceipt | null;
  error: { message?: string } | null;
  created_at?: string;
  finished_at?: string;
  created_by?: string;
  undoes?: string; // the import that this one took back
}

export const isRunning = (job: ImportJob | undefined) =>
  job?.state === 'queued' || job?.state === 'running' || job?.state === 'paused';

export function preview(object: string, file: File): Promise<Preview> {
  const form = new FormData();
  form.append('object', object);
  form.append('file', file);
  return post<Preview>('api/v1/imports/preview', form);
}

export interface ColumnRule {
  field: string;
  format?: string;
  decimal?: '.' | ',';
}

export interface LinkRule {
  link: string;
  match: string;
}

export interface ServerMapping {
  columns: Record<string, ColumnRule>;
  links: Record<string, LinkRule>;
}

// How the cells of a column are read in a field of this type; columns in `other` are turned.
export function formOf(
  type: string | undefined,
  column: PreviewColumn | undefined,
  other: ReadonlySet<string>,
): CellForm | undefined {
  const isNumber = type === 'money' || type === 'decimal' || type === 'integer';
  const isDate = type === 'date' || type === 'instant';
  const form = isNumber ? column?.number : isDate ? column?.date : undefined;
  return form && other.has(column!.name) ? turned(form) : form;
}

// The page's choices as the server reads them: links are looked up by the name of the record they
// point to, and dates and numbers are read as the page said.
export function serverMapping(
  mapping: Mapping,
  seen: Preview,
  object: ObjectDefinition,
  other: ReadonlySet<string> = new Set(),
): ServerMapping {
  const rules: ServerMapping = { columns: {}, links: {} };
  for (const [name, field] of Object.entries(mapping)) {
    const column = seen.columns.find((each) => each.name === name);
    const type = fieldOf(object, field)?.type;
    if (type === 'link') rules.links[name] = { link: field, match: column?.match ?? 'name' };
    else {
      const form = formOf(type, column, other);
      rules.columns[name] = { field, ...(form && ruleOf(form)) };
    }
  }
  return rules;
}

export interface ImportOptions {
  object: string;
  mapping: ServerMapping;
  match: string[];
  dry_run: boolean;
}

export function startImport(file: File, options: ImportOptions): Promise<ImportJob> {
  const form = new FormData();
  form.append('options', JSON.stringify(options));
  form.append('file', file);
  return post<ImportJob>('api/v1/imports', form, {
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });
}

const jobPath = (id: string) => `api/v1/imports('${encodeURIComponent(id)}')`;
const kPollMs = 700;

export function useJob(id: string | null) {
  return useQuery({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => get<ImportJob>(jobPath(id!), { signal }),
    enabled: id !== null,
    refetchInterval: (query) =>
      query.state.data && !isRunning(query.state.data) ? false : kPollMs,
  });
}

export function useImports() {
  return useQuery({
    queryKey: ['imports', 'list'],
    queryFn: async ({ signal }) =>
      (await get<{ value: ImportJob[] }>('api/v1/imports', { signal })).value
        .filter((job) => !job.dry_run)
        .sort((a, b) => (b.created_at ?? b.id).localeCompare(a.created_at ?? a.id)),
  });
}

export function useJobActs() {
  const cache = useQueryClient();
  const done = async <T>(work: Promise<T>) => {
    try {
      return await work;
    } finally {
      void cache.invalidateQueries({ queryKey: ['imports'] });
      void cache.invalidateQueries({ queryKey: ['records'] });
    }
  };
  return {
    cancel: (id: string) => done(post<ImportJob>(`${jobPath(id)}/cancel`)),
    undo: (id: string) =>
      done(post<Partial<ImportJob> & Partial<ImportReceipt>>(`${jobPath(id)}/undo`)),
    finished: () => done(Promise.resolve()),
  };
}

// Column name to field name; columns left out are not imported.
export type Mapping = Record<string, string>;

export const guessedMapping = (columns: PreviewColumn[]): Mapping => {
  const taken = new Set<string>();
  const mapping: Mapping = {};
  for (const column of columns) {
    if (!column.field || column.confidence === 'choose' || taken.has(column.field)) continue;
    taken.add(column.field);
    mapping[column.name] = column.field;
  }
  return mapping;
};

// Two columns cannot fill one field: the newer choice wins.
export function mapped(mapping: Mapping, column: string, field: string | null): Mapping {
  const next = Object.fromEntries(
    Object.entries(mapping).filter(([name, target]) => name !== column && target !== field),
  );
  return field ? { ...next, [column]: field } : next;
}

const kImportable = new Set(['owner_id', 'team_id', 'territory_id']);

export const importableFields = (object: ObjectDefinition): FieldDefinition[] =>
  object.fields.filter(
    (field) => isEditable(field, true) && (!field.standard || kImportable.has(field.name)),
  );

// By what the same record is recognised: unique fields first, then what identifies in practice.
const kIdentifying = [
  'number',
  'external_number',
  'code',
  'sku',
  'tax_number',
  'email',
  'name',
  'full_name',
];

export function matchChoices(object: ObjectDefinition, mapping: Mapping): string[] {
  const present = Object.values(mapping).filter((name) =>
    ['string', 'link'].includes(fieldOf(object, name)?.type ?? ''),
  );
  const rank = (name: string) =>
    fieldOf(object, name)?.unique
      ? -1
      : kIdentifying.includes(name)
        ? kIdentifying.indexOf(name)
        : kIdentifying.length;
  return present.sort((a, b) => rank(a) - rank(b));
}

// What the person chooses about the columns of a file.
export interface Columns {
  mapping: Mapping;
  match: string[]; // fields by which a record that exists is recognised
  other: ReadonlySet<string>; // columns whose cells are read the other way
}

export function guessedColumns(object: ObjectDefinition, seen: Preview): Columns {
  const mapping = guessedMapping(seen.columns);
  return { mapping, match: matchChoices(object, mapping).slice(0, 1), other: new Set() };
}

export const missingFields = (object: ObjectDefinition, mapping: Mapping): FieldDefinition[] => {
  const targets = new Set(Object.values(mapping));
  return importableFields(object).filter(
    (field) =>
      field.required &&
      (field.default === undefined || field.default === null) &&
      !targets.has(field.name),
  );
};

export function errorGroups(errors: RowError[]): { field: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const error of errors)
    counts.set(error.field ?? '', (counts.get(error.field ?? '') ?? 0) + 1);
  return [...counts].map(([field, count]) => ({ field, count })).sort((a, b) => b.count - a.count);
}

const cell = (value: unknown) => {
  const text = String(value ?? '');
  // A leading sign would be taken for a formula by a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const errorsAsCsv = (errors: RowError[], heads: string[]) =>
  `\ufeff${[heads, ...errors.map((error) => [error.row, error.field ?? '', error.value ?? '', error.message])].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
