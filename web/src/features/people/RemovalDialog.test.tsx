// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Job } from '@/api/jobs';
import { startTexts } from '@/base/i18n/i18n';
import { RemovalDialog } from './RemovalDialog';
import type { Removal } from './removal';

const running = { id: 'j1', state: 'running', title: 'Quitar', done: 300, total: 1200 } as Job;

function show(removal: Partial<Removal>) {
  const acts = { begin: vi.fn(), cancel: vi.fn() };
  render(
    <MantineProvider env="test">
      <RemovalDialog
        removal={{ job: null, begins: false, problem: '', isRunning: false, ...acts, ...removal }}
        total={1200}
        close={() => undefined}
      />
    </MantineProvider>,
  );
  return acts;
}

beforeAll(async () => void (await startTexts('es')));

describe('the removal of the demonstration', () => {
  it('asks first, with the number', async () => {
    const { begin } = show({});
    await userEvent.click(await screen.findByRole('button', { name: /Quitar hasta 1[.]?200/ }));
    expect(begin).toHaveBeenCalledOnce();
  });

  it('asks nothing while it runs: it tells how far it is and can be cancelled', async () => {
    const { cancel, begin } = show({ job: running, isRunning: true });
    expect(await screen.findByText(/300/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Quitar/ })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Dejarlos' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
    expect(cancel).toHaveBeenCalledOnce();
    expect(begin).not.toHaveBeenCalled();
  });

  it('says what went before it was cancelled', async () => {
    show({ job: { ...running, state: 'cancelled', receipt: { updated: 300 } } as Job });
    expect(await screen.findByText(/Se canceló: 300 fichas/)).toBeInTheDocument();
  });
});
