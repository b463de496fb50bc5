// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { FieldDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { startTexts } from '@/base/i18n/i18n';
import { CellEditor } from './CellEditor';

const label = (text: string) => ({ es: text, en: text });
const name = { id: 20, name: 'name', type: 'string', label: label('Nombre') };
const accounts = {
  name: 'accounts',
  label: { es: ['Cuenta', 'Cuentas'], en: ['Account', 'Accounts'] },
  title: 'name',
  fields: [name],
} as unknown as ObjectDefinition;
const acme = { id: '1', version: 1, name: 'Acme', '@odata.etag': 'W/"1"' } as StoredRecord;

beforeAll(async () => void (await startTexts('es')));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('saves once when the focus leaves while Intro is saving', async () => {
  const methods: string[] = [];
  let answer = () => {};
  vi.stubGlobal('fetch', (_address: unknown, request: RequestInit) => {
    methods.push(request.method ?? 'GET');
    return new Promise((resolve) => {
      answer = () =>
        resolve(
          new Response('{"id":"1","version":2,"name":"Acme y Cía"}', {
            headers: { 'content-type': 'application/json' },
          }),
        );
    });
  });
  const close = vi.fn();
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <CellEditor
          object={accounts}
          record={acme}
          field={name as unknown as FieldDefinition}
          close={close}
        />
        <button type="button">fuera</button>
      </QueryClientProvider>
    </MantineProvider>,
  );
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('Nombre'), ' y Cía{Enter}');
  await user.click(screen.getByText('fuera'));
  answer();
  await waitFor(() => expect(close).toHaveBeenCalledTimes(1));
  expect(methods).toEqual(['PATCH']);
});
