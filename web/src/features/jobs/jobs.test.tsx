// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { inOrder, shareOf, speedOf, type Job } from '@/api/jobs';
import { definitionsQuery, meQuery } from '@/api/session';
import type { Definitions, Me } from '@/api/types';
import { startTexts } from '@/base/i18n/i18n';
import { JobDetail } from './JobDetail';
import { JobLine } from './JobLine';

const counts = { rows: 5, created: 0, updated: 3, unchanged: 0, skipped: 1, failed: 1 };
const job = (changes: Partial<Job> = {}): Job => ({
  id: 'J1',
  kind: 'bulk',
  title: 'Editar 5 · Cuentas',
  object: 'accounts',
  state: 'done',
  total: 5,
  done: 5,
  started_by: { id: 'U1', name: 'Eva Prueba' },
  created_at: '2026-11-20T10:00:00Z',
  started_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:02Z',
  finished_at: '2026-11-20T10:00:02Z',
  receipt: counts,
  undoable: true,
  undone: false,
  undoes: null,
  undone_by: null,
  error: null,
  file: null,
  ...changes,
});

const asked: string[] = [];
function answer(body: unknown) {
  vi.stubGlobal('fetch', async (address: unknown, options?: RequestInit) => {
    asked.push(`${options?.method ?? 'GET'} ${decodeURIComponent(String(address))}`);
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
  });
}

function show(page: ReactNode) {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const definitions = { version: '1', objects: [] } as unknown as Definitions;
  cache.setQueryData(definitionsQuery.queryKey, definitions);
  cache.setQueryData(meQuery.queryKey, { user: { id: 'U1', name: 'Eva' } } as Me);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={cache}>{page}</QueryClientProvider>
    </MantineProvider>,
  );
}

beforeAll(async () => void (await startTexts('es')));
afterEach(() => {
  asked.length = 0;
  vi.unstubAllGlobals();
});

describe('a job in the list', () => {
  it('shows how far it is, how fast, and can be paused and cancelled', async () => {
    answer(job({ state: 'paused' }));
    const running = { state: 'running', done: 1234, total: 4936, receipt: null } as const;
    show(<JobLine job={job(running)} open={false} choose={() => undefined} />);
    expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
    expect(screen.getByText(/1\.234 de 4\.936, 25\s%.*617 por segundo/)).toBeInTheDocument();
    await userEvent.setup().click(screen.getByRole('button', { name: 'Pausar' }));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toMatch(/^POST .*api\/v1\/jobs\('J1'\)\/pause$/);
    expect(screen.getByRole('button', { name: 'Cancelar' })).toBeEnabled();
  });

  it('of unknown length claims no share', () => {
    show(
      <JobLine
        job={job({ state: 'running', total: null, done: 7, receipt: null })}
        open={false}
        choose={() => undefined}
      />,
    );
    expect(screen.getByRole('progressbar')).not.toHaveAttribute('aria-valuenow');
    expect(screen.getByText(/^7 filas/)).toBeInTheDocument();
  });

  it('that is over says what it did and what it left, without acts', () => {
    show(<JobLine job={job()} open={false} choose={() => undefined} />);
    expect(screen.getByText(/Eva Prueba · .* · 5 filas · 2 sin tocar/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Pausar' })).toBeNull();
    expect(screen.getByText('Terminado en parte')).toBeInTheDocument();
  });

  it('is a success only when every row came through', () => {
    const receipts = [
      { ...counts, updated: 5, skipped: 0, failed: 0 },
      { ...counts, updated: 0, skipped: 1, failed: 4 },
      { ...counts, updated: 4, skipped: 1, failed: 0, kept_oneself: 1 },
    ];
    for (const receipt of receipts)
      show(<JobLine job={job({ receipt })} open={false} choose={() => undefined} />);
    expect(screen.getAllByText('Terminado')).toHaveLength(2);
    expect(screen.getByText('Nada hecho')).toBeInTheDocument();
  });

  it('that was cancelled says how many rows it did not begin', () => {
    const cancelled = { state: 'cancelled', done: 43_000, total: 60_000 } as const;
    show(<JobLine job={job(cancelled)} open={false} choose={() => undefined} />);
    expect(screen.getByText(/17\.000 sin empezar/)).toBeInTheDocument();
  });

  it('that exported says how many rows the right left out', () => {
    const receipt = { ...counts, rows: 0, updated: 0, skipped: 0, failed: 0 };
    const exported = { ...receipt, matched: 2012, exported: 410, left_out: 1602 };
    show(
      <JobLine
        job={job({ kind: 'export', done: 410, receipt: exported })}
        open={false}
        choose={() => undefined}
      />,
    );
    expect(screen.getByText(/2\.012 filas · 1\.602 fuera por permisos/)).toBeInTheDocument();
  });

  it('that was taken back says so instead', () => {
    show(<JobLine job={job({ undone: true })} open={false} choose={() => undefined} />);
    expect(screen.getByText('Deshecho')).toBeInTheDocument();
    expect(screen.queryByText('Terminado')).toBeNull();
  });
});

describe('the slip of a job', () => {
  const failure = {
    number: 1,
    row: 4,
    object: 'accounts',
    id: null,
    field: 'employees',
    value: 'muchos',
    code: 'not_a_number',
    message: 'No es un número.',
  };

  it('lists what was left out with its reason, and is taken back', async () => {
    answer({ value: [failure] });
    show(<JobDetail job={job()} close={() => undefined} />);
    await screen.findByText('No es un número.');
    expect(screen.getByText('muchos')).toBeInTheDocument();
    await userEvent.setup().click(screen.getByRole('button', { name: 'Deshacer' }));
    await waitFor(() => expect(asked).toContainEqual(expect.stringMatching(/^POST .*\/undo$/)));
  });

  it('asks for no failures where nothing was left out', async () => {
    answer({ value: [failure] });
    const whole = { ...counts, updated: 5, skipped: 0, failed: 0 };
    show(<JobDetail job={job({ receipt: whole, undoable: false })} close={() => undefined} />);
    expect(screen.getByText('La suma cuadra')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Deshacer' })).toBeNull();
    expect(asked).toEqual([]);
  });

  it('of an undo counts what came back and can be done again', () => {
    answer({ value: [] });
    show(<JobDetail job={job({ undoes: 'J0' })} close={() => undefined} />);
    expect(screen.getByRole('region', { name: 'Recibo de lo deshecho' })).toBeInTheDocument();
    expect(screen.getByText('Devueltos')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Volver a hacerlo' })).toBeInTheDocument();
  });

  it('says why it failed', () => {
    answer({ value: [] });
    const error = { code: 'x', message: 'El disco está lleno.' };
    show(<JobDetail job={job({ state: 'failed', error })} close={() => undefined} />);
    expect(screen.getByRole('alert')).toHaveTextContent('El disco está lleno.');
  });
});

describe('jobs', () => {
  it('stand with what runs first, then the newest', () => {
    const jobs = [
      job({ id: 'old', created_at: '2026-11-18T10:00:00Z' }),
      job({ id: 'new', created_at: '2026-11-20T10:00:00Z' }),
      job({ id: 'runs', state: 'running', created_at: '2026-11-17T10:00:00Z' }),
    ];
    expect(inOrder(jobs).map(({ id }) => id)).toEqual(['runs', 'new', 'old']);
  });

  it('know their share and speed only when there is something to count', () => {
    expect(shareOf(job({ total: 0 }))).toBeNull();
    expect(shareOf(job({ total: 4, done: 9 }))).toBe(1);
    expect(speedOf(job({ started_at: null }))).toBeNull();
    expect(speedOf(job({ done: 10 }))).toBe(5);
  });
});
