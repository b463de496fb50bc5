// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import { followExport } from './exports';
import type { Job } from './jobs';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

async function follow(answers: (() => Promise<Response>)[]) {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', () => answers.shift()!());
  const told: string[] = [];
  const end = followExport({ id: 'J', state: 'running' } as Job, (job) => told.push(job.state));
  const outcome = end.then(
    (job) => job.state as string,
    (error: { status: number }) => error.status,
  );
  await vi.runAllTimersAsync();
  return { told, outcome: await outcome, left: answers.length };
}

it('goes on following a job while the network or the server is away', async () => {
  const { told, outcome } = await follow([
    () => Promise.reject(new TypeError('network')),
    async () => answer(503, {}),
    async () => answer(200, { id: 'J', state: 'running' }),
    async () => answer(200, { id: 'J', state: 'done' }),
  ]);
  expect(told).toEqual(['running', 'done']);
  expect(outcome).toBe('done');
});

it('ends where the server no longer knows the job', async () => {
  const { outcome, left } = await follow([
    async () => answer(404, { error: { message: 'gone' } }),
    async () => answer(200, { id: 'J', state: 'done' }),
  ]);
  expect(outcome).toBe(404);
  expect(left).toBe(1);
});
