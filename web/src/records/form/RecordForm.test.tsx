// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import { meQuery } from '@/api/session';
import type { Me, ObjectDefinition } from '@/api/types';
import { startTexts } from '@/base/i18n/i18n';
import { isUnsaved } from '@/base/unsaved';
import { RecordForm, type RecordFormProps } from './RecordForm';

const label = (text: string) => ({ es: text, en: text });
const object: ObjectDefinition = {
  id: 1,
  name: 'accounts',
  singular: 'account',
  label: { es: ['Cuenta', 'Cuentas'], en: ['Account', 'Accounts'] },
  title: 'name',
  fields: [
    {
      id: 20,
      name: 'name',
      type: 'string',
      required: true,
      max_length: 40,
      label: label('Nombre'),
      help: label('Razón social'),
    },
    { id: 21, name: 'employees', type: 'integer', label: label('Empleados') },
    { id: 22, name: 'revenue', type: 'money', label: label('Facturación') },
    {
      id: 23,
      name: 'hidden_name',
      type: 'string',
      read_only: true,
      label: label('Nombre completo'),
    },
  ],
  views: { form: [{ label: label('General'), fields: ['name', 'employees', 'revenue'] }] },
};

function show(save: RecordFormProps['save'], of = object) {
  const cache = new QueryClient();
  cache.setQueryData(meQuery.queryKey, { company: { currency: 'EUR' } } as Me);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={cache}>
        <RecordForm object={of} isNew initial={{}} cancel={() => undefined} save={save} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup();
}

beforeAll(async () => void (await startTexts('es')));

describe('the form of an object', () => {
  it('holds what was typed until it is saved', async () => {
    const user = show(async (_values, saved) => saved());
    expect(isUnsaved()).toBe(false);
    await user.type(screen.getByLabelText('Empleados'), 'doce');
    expect(isUnsaved()).toBe(true);
    await user.clear(screen.getByLabelText('Empleados'));
    expect(isUnsaved()).toBe(false);
    await user.type(screen.getByLabelText(/Nombre/), 'A');
    await user.click(screen.getByRole('button', { name: /^Guardar/ }));
    await waitFor(() => expect(isUnsaved()).toBe(false));
  });
  it('holds what could not be saved', async () => {
    const user = show(async () => {
      throw new ApiError(500, 'x', 'internal');
    });
    await user.type(screen.getByLabelText(/Nombre/), 'A');
    await user.click(screen.getByRole('button', { name: /^Guardar/ }));
    await screen.findByRole('alert');
    expect(isUnsaved()).toBe(true);
  });
  it('sends parsed values only, with Ctrl+Intro', async () => {
    const save = vi.fn(async () => undefined);
    const user = show(save);
    await user.type(screen.getByLabelText(/Nombre/), 'Alameda');
    await user.type(screen.getByLabelText('Empleados'), '1.120');
    await user.type(screen.getByLabelText('Facturación'), '1.200,50');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(save).toHaveBeenCalledWith(
        {
          name: 'Alameda',
          employees: 1120,
          revenue: { amount: '1200.50', currency: 'EUR' },
        },
        expect.any(Function),
      ),
    );
  });
  it('ties the error of the server to its field', async () => {
    const user = show(async () => {
      throw new ApiError(400, 'Hay datos que corregir.', 'invalid', 'name', [
        { code: 'required', target: 'name', message: 'Falta este dato.' },
      ]);
    });
    await user.click(screen.getByRole('button', { name: /^Guardar/ }));
    const input = screen.getByLabelText(/Nombre/);
    await waitFor(() => expect(input).toBeInvalid());
    expect(input).toHaveAccessibleDescription(/Falta este dato\./);
  });
  it('says an error of a field that the form does not show', async () => {
    const user = show(async () => {
      throw new ApiError(400, 'x', 'invalid', 'hidden_name', [
        { code: 'required', target: 'hidden_name', message: 'Falta este dato.' },
      ]);
    });
    await user.click(screen.getByRole('button', { name: /^Guardar/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Nombre completo: Falta este dato.');
  });
  it('says what is wrong with what is no field, beside the errors of fields', async () => {
    const user = show(async () => {
      throw new ApiError(400, 'Hay datos que corregir.', 'invalid', '', [
        { code: 'required', target: 'name', message: 'Falta este dato.' },
        { code: 'mask', target: 'masks/accounts', message: 'Este rol no puede ocultarlo.' },
      ]);
    });
    await user.click(screen.getByRole('button', { name: /^Guardar/ }));
    const told = await screen.findByRole('alert');
    expect(told).toHaveTextContent('Este rol no puede ocultarlo.');
    expect(told).toHaveTextContent('Nombre: Falta este dato.');
  });
  it('explains the mark of what is required only where it stands', async () => {
    show(async () => undefined);
    expect(screen.getByText('* obligatorio')).toBeInTheDocument();
    cleanup();
    show(async () => undefined, { ...object, name: 'opportunities' }); // its name is filled in
    expect(screen.queryByText('* obligatorio')).toBeNull();
  });
  it('does not send what cannot be read', async () => {
    const save = vi.fn(async () => undefined);
    const user = show(save);
    await user.type(screen.getByLabelText('Empleados'), 'doce');
    await user.click(screen.getByRole('button', { name: /^Guardar/ }));
    expect(screen.getByLabelText('Empleados')).toBeInvalid();
    expect(save).not.toHaveBeenCalled();
  });
});
