// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { definitionsQuery } from '@/api/session';
import type { Definitions } from '@/api/types';
import { startTexts } from '@/base/i18n/i18n';
import { LinkPicker } from './LinkPicker';

const label = (text: string) => ({ es: text, en: text });
const users = {
  id: 6,
  name: 'users',
  singular: 'user',
  label: { es: ['Persona', 'Personas'], en: ['Person', 'People'] },
  title: 'name',
  fields: [
    { id: 20, name: 'name', type: 'string', sortable: true, label: label('Nombre') },
    { id: 29, name: 'active', type: 'boolean', filterable: true, label: label('En activo') },
  ],
};

beforeAll(async () => void (await startTexts('es')));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function asked(everybody: boolean) {
  const addresses: string[] = [];
  vi.stubGlobal('fetch', async (address: unknown) => {
    addresses.push(decodeURIComponent(String(address)));
    return new Response('{"value":[]}', { headers: { 'content-type': 'application/json' } });
  });
  const cache = new QueryClient();
  const definitions = { version: '1', objects: [users] } as unknown as Definitions;
  cache.setQueryData(definitionsQuery.queryKey, definitions);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={cache}>
        <LinkPicker
          target="users"
          value={null}
          label=""
          name="Dueño"
          everybody={everybody}
          choose={() => undefined}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await userEvent.setup().click(screen.getByLabelText('Dueño'));
  await waitFor(() => expect(addresses).toHaveLength(1));
  return addresses[0]!.replaceAll('+', ' ');
}

describe('choosing a person', () => {
  it('offers those in active service', async () => {
    expect(await asked(false)).toContain('active eq true');
  });

  it('offers everybody to whoever looks for what somebody left behind', async () => {
    expect(await asked(true)).not.toContain('active');
  });
});
