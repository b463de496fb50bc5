// SPDX-License-Identifier: Apache-2.0
// The way of one file: looked at, its columns assigned, tried out, imported.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { ObjectDefinition } from '@/api/types';
import { mayLeave, useUnsaved } from '@/base/unsaved';
import {
  guessedColumns,
  preview,
  serverMapping,
  startImport,
  type Columns,
  type Preview,
} from './imports';

export type Step = 'file' | 'columns' | 'dry' | 'run';

const messageOf = (error: unknown, other: string) =>
  error instanceof ApiError && error.message
    ? [error.message, ...error.details.map((detail) => detail.message)]
        .filter((text, index, all) => all.indexOf(text) === index)
        .join(' ')
    : other;

function useAttempt() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(messageOf(error, t('import:failed')));
    }
    setBusy(false);
  };
  return { busy, problem, attempt, forget: () => setProblem(null) };
}

const textOf = ({ mapping, match, other }: Columns) => JSON.stringify([mapping, match, [...other]]);

export function useImporting(object: ObjectDefinition) {
  const [step, setStep] = useState<Step>('file');
  const [file, setFile] = useState<File | null>(null);
  const [seen, setSeen] = useState<Preview | null>(null);
  const [columns, setColumns] = useState<Columns>({ mapping: {}, match: [], other: new Set() });
  const [job, setJob] = useState<string | null>(null);
  const { busy, problem, attempt, forget } = useAttempt();

  const look = (chosen: File) =>
    attempt(async () => {
      setFile(chosen);
      const found = await preview(object.name, chosen);
      setSeen(found);
      setColumns(guessedColumns(object, found));
      setStep('columns');
    });
  const start = (dry: boolean) =>
    attempt(async () => {
      const { mapping, match, other } = columns;
      const started = await startImport(file!, {
        object: object.name,
        mapping: serverMapping(mapping, seen!, object, other),
        match: match.filter((name) => Object.values(mapping).includes(name)),
        dry_run: dry,
      });
      setJob(started.id);
      setStep(dry ? 'dry' : 'run');
    });
  // The choices over the columns are the work of this page; starting the import keeps them.
  const chosen = textOf(columns);
  const isOwn = seen !== null && chosen !== textOf(guessedColumns(object, seen));
  useUnsaved(isOwn && step !== 'run' && chosen);
  const restart = async () => {
    if (!(await mayLeave())) return;
    setStep('file');
    setFile(null);
    setSeen(null);
    setJob(null);
    forget();
  };
  const change = (part: Partial<Columns>) => setColumns((before) => ({ ...before, ...part }));
  const toColumns = () => setStep('columns');
  return { step, file, seen, columns, change, job, busy, problem, look, start, toColumns, restart };
}
