// SPDX-License-Identifier: Apache-2.0
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useAllRecords } from './records';

const kPerPage = 200;

// A list of so many, told in pages as the server does.
function serve(count: number) {
  vi.stubGlobal('fetch', async (address: unknown, init: RequestInit) => {
    // $top would be the end of the list, so the size of a page is asked for as a preference.
    expect(String(address)).not.toContain('$top');
    expect(new Headers(init.headers).get('prefer')).toContain(`maxpagesize=${kPerPage}`);
    const from = Number(/skiptoken=(\d+)/.exec(decodeURIComponent(String(address)))?.[1] ?? 0);
    const to = Math.min(count, from + kPerPage);
    const value = Array.from({ length: to - from }, (_, index) => ({ id: `T${from + index}` }));
    const next = to < count ? { '@odata.nextLink': `teams?$skiptoken=${to}` } : {};
    return new Response(JSON.stringify({ value, ...next }), {
      headers: { 'content-type': 'application/json' },
    });
  });
}

async function all(most: number) {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={cache}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useAllRecords('teams', { top: kPerPage }, most), { wrapper });
  await waitFor(() => expect(result.current.data).toBeDefined());
  return result.current.data!;
}

afterEach(() => vi.unstubAllGlobals());

describe('all records of a short list', () => {
  it('are read page by page', async () => {
    serve(450);
    const page = await all(2000);
    expect(page.value.map(({ id }) => id)).toEqual(Array.from({ length: 450 }, (_, i) => `T${i}`));
    expect(page['@odata.nextLink']).toBeUndefined();
  });
  it('end at a bound, which the link to the next page tells', async () => {
    serve(1000);
    const page = await all(400);
    expect(page.value).toHaveLength(400);
    expect(page['@odata.nextLink']).toBeDefined();
  });
});
