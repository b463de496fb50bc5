// SPDX-License-Identifier: Apache-2.0
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { ObjectDefinition } from '@/api/types';
import { startTexts } from '@/base/i18n/i18n';
import { ListFooter } from './ListFooter';

const accounts = {
  name: 'accounts',
  label: { es: ['Cuenta', 'Cuentas'], en: ['Account', 'Accounts'] },
  title: 'name',
  fields: [
    { id: 20, name: 'revenue', type: 'money', label: { es: 'Facturación', en: 'Revenue' } },
  ],
} as unknown as ObjectDefinition;

beforeAll(async () => void (await startTexts('es')));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('shows no sum of all accounts beside those that were searched for', async () => {
  vi.stubGlobal('fetch', async () => {
    const value = [{ revenue: { currency: 'EUR' }, total: '578122400.00' }];
    return new Response(JSON.stringify({ value }), {
      headers: { 'content-type': 'application/json' },
    });
  });
  const client = new QueryClient();
  const footer = (searching: boolean) => (
    <QueryClientProvider client={client}>
      <ListFooter
        object={accounts}
        columns={['revenue']}
        filter=""
        searching={searching}
        loaded={1}
        complete
        total={undefined}
      />
    </QueryClientProvider>
  );
  const { rerender } = render(footer(false));
  await screen.findByText(/578\.122\.400/);
  rerender(footer(true));
  expect(screen.queryByText(/578\.122\.400/)).toBeNull();
  expect(screen.getByRole('status').textContent).toBe('1 cuenta');
});
