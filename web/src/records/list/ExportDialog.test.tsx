// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTexts } from '@/base/i18n/i18n';
import { Toasts } from '@/ui/Toasts';
import { ExportDialog } from './ExportDialog';

const asked: { address: string; body: unknown }[] = [];

function show(reach: unknown) {
  vi.stubGlobal('fetch', async (address: unknown, options?: RequestInit) => {
    asked.push({ address: String(address), body: JSON.parse(String(options?.body)) });
    return new Response(JSON.stringify(reach), { headers: { 'content-type': 'application/json' } });
  });
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={cache}>
        <ExportDialog
          wish={{ object: 'accounts', filter: "name eq 'x'", orderby: 'name' }}
          columns={['name']}
          close={() => undefined}
        />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

beforeAll(async () => void (await startTexts('es')));
afterEach(() => {
  asked.length = 0;
  vi.unstubAllGlobals();
});

const ended = {
  id: 'j1',
  kind: 'export',
  state: 'done',
  done: 182,
  total: 2000,
  receipt: { exported: 182, left_out: 1818, matched: 2000 },
  file: { name: 'cuentas.csv', bytes: 9 },
};

describe('the end of an export', () => {
  it('says how many rows are in the file and how many were left out', async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    show({ ...ended, count: 2000, exportable: 182, left_out: 1818 });
    await userEvent.click(await screen.findByRole('button', { name: 'Exportar a un archivo' }));
    expect(await screen.findByText(/está listo, con 182 filas\. 1\.818 más/)).toBeInTheDocument();
    expect(click).toHaveBeenCalledOnce();
    click.mockRestore();
    await userEvent.click(screen.getAllByRole('button', { name: 'Cerrar' }).at(-1)!);
  });
});

describe('the question before an export', () => {
  it('says how many rows go into the file and how many are left out', async () => {
    show({ count: 2012, exportable: 410, left_out: 1602 });
    expect(await screen.findByText(/Se exportan 410 fichas/)).toBeInTheDocument();
    expect(screen.getByText(/1\.602 más se quedan fuera/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Exportar a un archivo' })).toBeEnabled();
    expect(asked[0]!.body).toEqual({ object: 'accounts', filter: "name eq 'x'", preview: true });
  });

  it('says nothing of rows left out where there are none', async () => {
    show({ count: 410, exportable: 410, left_out: 0 });
    expect(await screen.findByText(/Se exportan 410 fichas/)).toBeInTheDocument();
    expect(screen.queryByText(/fuera/)).toBeNull();
  });

  it('begins nothing where the right reaches no row', async () => {
    show({ count: 3, exportable: 0, left_out: 3 });
    expect(await screen.findByText(/3 más se quedan fuera/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Exportar a un archivo' })).toBeDisabled();
  });

  it('of the log counts nothing', async () => {
    show({ count: null, exportable: null, left_out: null });
    await screen.findByText('Archivo');
    await vi.waitFor(() => expect(screen.queryByText('Contando…')).toBeNull());
    expect(screen.queryByText(/Se exporta/)).toBeNull();
  });
});
