// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import {
  Outlet,
  RouterProvider,
  createRootRoute,
  createRoute,
  createRouter,
  useNavigate,
} from '@tanstack/react-router';
import { act, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCountedHistory } from '@/base/countedHistory';
import { startTexts } from '@/base/i18n/i18n';
import { mayLeave, useUnsaved } from '@/base/unsaved';
import { LeaveGuard } from './LeaveGuard';

function Form() {
  const [text, setText] = useState('');
  const forget = useUnsaved(text);
  const navigate = useNavigate();
  return (
    <>
      <input aria-label="Nombre" value={text} onChange={(event) => setText(event.target.value)} />
      <a href="#/list">Cuentas</a>
      <a href="#/new">Aquí</a>
      <button onClick={() => void navigate({ to: '/list' as never })}>Ir</button>
      <button
        onClick={() => {
          forget();
          void navigate({ to: '/list' as never });
        }}
      >
        Guardar
      </button>
    </>
  );
}

let history: ReturnType<typeof createCountedHistory>;

async function start() {
  window.history.replaceState(null, '', '#/list');
  history = createCountedHistory();
  const root = createRootRoute({
    component: () => (
      <>
        <Outlet />
        <LeaveGuard />
      </>
    ),
  });
  const page = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path, component });
  const router = createRouter({
    routeTree: root.addChildren([
      page('/list', () => <a href="#/new">Crear</a>),
      page('/new', Form),
    ]),
    history,
  });
  render(
    <MantineProvider env="test">
      <RouterProvider router={router as never} />
    </MantineProvider>,
  );
  const user = userEvent.setup();
  await user.click(await screen.findByText('Crear'));
  await screen.findByLabelText('Nombre');
  return user;
}

const kLoading = { timeout: 10_000 }; // the sheet comes with its first use
const stay = () => screen.findByRole('button', { name: 'Seguir aquí' }, kLoading);
const leave = () => screen.findByRole('button', { name: 'Salir sin guardar' }, kLoading);
const isClosingAsked = () => {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
};

beforeAll(async () => void (await startTexts('es')));
beforeEach(() => window.history.replaceState(null, '', '#/'));
afterEach(() => history.destroy());

describe('leaving a page', () => {
  it('asks nothing where nothing was typed', async () => {
    const user = await start();
    expect(isClosingAsked()).toBe(false);
    await user.click(screen.getByText('Cuentas'));
    expect(await screen.findByText('Crear')).toBeInTheDocument();
  });

  for (const [way, go] of [
    [
      'a link',
      (user: ReturnType<typeof userEvent.setup>) => user.click(screen.getByText('Cuentas')),
    ],
    ['a command', (user: ReturnType<typeof userEvent.setup>) => user.click(screen.getByText('Ir'))],
    ['a step back', async () => act(() => window.history.back())],
  ] as const)
    it(`by ${way} asks before what was typed is lost`, async () => {
      const user = await start();
      await user.type(screen.getByLabelText('Nombre'), 'Alameda');
      expect(isClosingAsked()).toBe(true);
      await go(user);
      await user.click(await stay());
      await waitFor(() => expect(window.location.hash).toBe('#/new'));
      expect(screen.getByLabelText('Nombre')).toHaveValue('Alameda');
      await go(user);
      await user.click(await leave());
      expect(await screen.findByText('Crear')).toBeInTheDocument();
      expect(isClosingAsked()).toBe(false);
    });

  it('asks nothing for a link to the same page, and keeps what was typed', async () => {
    const user = await start();
    await user.type(screen.getByLabelText('Nombre'), 'Alameda');
    await user.click(screen.getByText('Aquí'));
    await expect(screen.findByRole('dialog', {}, { timeout: 500 })).rejects.toThrow();
    expect(screen.getByLabelText('Nombre')).toHaveValue('Alameda');
    act(() => window.history.back()); // the next step is asked about as ever
    await user.click(await stay());
    expect(screen.getByLabelText('Nombre')).toHaveValue('Alameda');
  });

  it('takes a step back while it is asked for staying, and goes on asking', async () => {
    let user = await start();
    await user.click(screen.getByText('Cuentas'));
    await user.click(await screen.findByText('Crear'));
    user = userEvent.setup();
    await user.type(await screen.findByLabelText('Nombre'), 'Alameda');
    act(() => window.history.back());
    await stay();
    act(() => window.history.back());
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(window.location.hash).toBe('#/new'));
    expect(screen.getByLabelText('Nombre')).toHaveValue('Alameda');
    act(() => window.history.back());
    await user.click(await leave());
    expect(await screen.findByText('Crear')).toBeInTheDocument();
    expect(window.location.hash).toBe('#/list');
  });

  it('asks nothing after saving, and nothing once the change is taken back', async () => {
    let user = await start();
    await user.type(screen.getByLabelText('Nombre'), 'A');
    await user.clear(screen.getByLabelText('Nombre'));
    await user.click(screen.getByText('Cuentas'));
    await user.click(await screen.findByText('Crear'));
    user = userEvent.setup();
    await user.type(await screen.findByLabelText('Nombre'), 'Alameda');
    await user.click(screen.getByText('Guardar'));
    expect(await screen.findByText('Crear')).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('asks again about what is typed after a leaving that did not happen', async () => {
    const user = await start();
    await user.type(screen.getByLabelText('Nombre'), 'Alameda');
    let answer: Promise<boolean>;
    act(() => void (answer = mayLeave()));
    await user.click(await leave());
    expect(await answer!).toBe(true); // but the act failed, and the page stays
    expect(isClosingAsked()).toBe(false);
    await user.type(screen.getByLabelText('Nombre'), 's');
    expect(isClosingAsked()).toBe(true);
  });

  it('is asked about by acts that are no step as well', async () => {
    const user = await start();
    expect(await mayLeave()).toBe(true);
    await user.type(screen.getByLabelText('Nombre'), 'Alameda');
    let answer: Promise<boolean>;
    act(() => void (answer = mayLeave()));
    await user.click(await stay());
    expect(await answer!).toBe(false);
  });
});
