// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, get, onSessionEnd, patch, reasonOf, sessionBegun } from './client';

const answers: { status: number; body: unknown }[] = [];
const methods: string[] = [];
const ended = vi.fn();
let forget = () => {};

beforeEach(() => {
  forget = onSessionEnd(ended);
  vi.stubGlobal('fetch', async (_address: unknown, { method }: RequestInit) => {
    methods.push(String(method));
    const { status, body } = answers.shift()!;
    const headers = { 'content-type': 'application/json' };
    return new Response(JSON.stringify(body), { status, headers });
  });
});
afterEach(() => {
  forget();
  ended.mockReset();
  answers.length = methods.length = 0;
  vi.unstubAllGlobals();
});

const over = { status: 401, body: { error: { message: 'Entra en Clientela para seguir.' } } };

describe('a session that ends', () => {
  it('sends what was being saved once more after the same person has signed in', async () => {
    answers.push(over, { status: 200, body: { version: 2 } });
    const saving = patch('api/v1/accounts', { name: 'Alameda' });
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
    expect(methods).toEqual(['PATCH']);
    sessionBegun(true);
    expect(await saving).toEqual({ version: 2 });
    expect(methods).toEqual(['PATCH', 'PATCH']);
  });

  it('sends nothing for somebody else', async () => {
    answers.push(over);
    const saving = patch('api/v1/accounts', { name: 'Alameda' });
    const refused = expect(saving).rejects.toMatchObject({ status: 401 });
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
    sessionBegun(false);
    await refused;
    expect(methods).toEqual(['PATCH']);
  });

  it('does not hold back what only reads', async () => {
    answers.push(over);
    await expect(get('api/v1/accounts')).rejects.toMatchObject({ status: 401 });
  });
});

describe('the reason of a refusal', () => {
  const error = new ApiError(400, 'Hay datos que corregir.', 'invalid', '', [
    { code: 'required', target: 'name', message: 'Falta el nombre.' },
    { code: 'mask', target: 'masks/x', message: 'El rol no puede ocultarlo.' },
  ]);
  it('names every fault that no input shows', () => {
    expect(reasonOf(error, '')).toBe(
      'Hay datos que corregir. Falta el nombre. El rol no puede ocultarlo.',
    );
    expect(reasonOf(error, '', ['name'])).toBe(
      'Hay datos que corregir. El rol no puede ocultarlo.',
    );
  });
  it('is the text of the page where the server gave none', () => {
    expect(reasonOf(new Error('x'), 'No se ha podido.')).toBe('No se ha podido.');
  });
});
