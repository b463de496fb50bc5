// SPDX-License-Identifier: Apache-2.0
// Whichever way leads off a page, what was typed or chosen there is not lost without a question.
import assert from 'node:assert/strict';

const dialog = (page) => page.getByRole('dialog', { name: 'Hay cambios sin guardar' });
const stay = async (page) => {
  await dialog(page).getByRole('button', { name: 'Seguir aquí' }).click();
  await dialog(page).waitFor({ state: 'detached' });
};
const menu = (page, name) => page.locator('nav').getByRole('link', { name }).first();

export async function formIsLeftWithoutLosingAnything(visit) {
  const page = await visit.enter('accounts');
  await page.getByRole('button', { name: 'Crear cuenta' }).first().click();
  const name = page.locator('#field-name');
  await name.fill('Zagal Lanas');
  const ways = [
    () => menu(page, 'Oportunidades').click(),
    () => page.goBack(),
    () => name.press('Escape'),
    () => page.getByRole('button', { name: 'Cancelar' }).click(),
    async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('trabajos');
      await page
        .getByRole('option', { name: /Trabajos/ })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
    },
  ];
  for (const way of ways) {
    await way();
    await stay(page);
    assert.match(page.url(), /accounts\/new$/);
    assert.equal(await name.inputValue(), 'Zagal Lanas');
  }
  await menu(page, 'Oportunidades').click();
  await visit.mustBeAccessible(page, 'leaving');
  await dialog(page).getByRole('button', { name: 'Salir sin guardar' }).click();
  await page.waitForURL(/#\/opportunities/);

  // Back on the list nothing is asked, and neither after saving.
  await page.goBack();
  await name.waitFor();
  await page.goBack();
  await page.getByRole('grid').waitFor();
  await visit.go(page, 'accounts/new');
  await name.fill('Zagal Lanas');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Zagal Lanas' }).first().waitFor();
  await menu(page, 'Oportunidades').click();
  await page.waitForURL(/#\/opportunities/);
  assert.equal(await dialog(page).count(), 0);
}

export async function pagesOfAdministrationAskBeforeTheyAreLeft(visit) {
  const [role] = await visit.api.rows('roles', { $filter: "name eq 'read_only'" });
  const pages = [
    {
      address: `people?tab=roles&role=${role.id}`,
      touch: (page) => page.getByRole('combobox', { name: 'Cuentas: Crear' }).selectOption('own'),
      further: (page) => page.getByRole('tab', { name: 'Equipos' }).click(),
    },
    {
      address: `people?tab=roles&role=${role.id}`,
      touch: (page) => page.locator('section li select').first().selectOption('hidden'),
    },
    {
      address: 'administration/layouts?place=accounts',
      touch: (page) => page.getByRole('checkbox', { disabled: false }).first().click(),
      further: (page) => page.getByLabel('Página').selectOption('contacts'),
    },
    {
      address: 'administration/fields?object=accounts&field=%2B',
      touch: (page) =>
        page.getByRole('group', { name: 'Etiqueta' }).getByLabel('Español').fill('Zona'),
      further: (page) => page.getByRole('button', { name: 'Cancelar' }).click(),
    },
    {
      address: 'administration/objects?object=%2B',
      touch: (page) =>
        page.getByRole('group', { name: 'Uno solo' }).getByLabel('Español').fill('Zoco'),
    },
    {
      address: 'administration/company',
      touch: (page) => page.getByLabel('Nombre', { exact: true }).fill('Otro nombre'),
    },
    {
      address: 'import?object=accounts',
      touch: async (page) => {
        await page.locator('input[type=file]').setInputFiles({
          name: 'cuentas.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from('Nombre;Cosas\nZafiro;12\n'),
        });
        await page.getByLabel('Campo de la columna Cosas').selectOption('employees');
      },
      further: (page) => page.getByRole('button', { name: 'Cancelar' }).click(),
    },
  ];
  const page = await visit.enter('');
  for (const { address, touch, further } of pages) {
    await visit.go(page, address);
    await touch(page);
    for (const way of [() => menu(page, 'Oportunidades').click(), () => page.goBack(), further]) {
      if (!way) continue;
      const before = page.url();
      await way(page);
      await stay(page);
      assert.equal(page.url(), before, address);
    }
    await menu(page, 'Oportunidades').click();
    await dialog(page).getByRole('button', { name: 'Salir sin guardar' }).click();
    await page.waitForURL(/#\/opportunities/);
  }
}

export async function noteThatWasBegunIsThereAgain(visit) {
  const page = await visit.enter(`accounts/${visit.company.account.id}`);
  const text = page.getByRole('textbox', { name: 'Qué conviene recordar' });
  await page.getByRole('button', { name: 'Nota', exact: true }).click();
  await text.fill('Llamar antes del viernes');
  await menu(page, 'Oportunidades').click();
  await page.waitForURL(/#\/opportunities/);
  await page.goBack();
  await text.waitFor();
  assert.equal(await text.inputValue(), 'Llamar antes del viernes');
  await text.press('Escape');
  await page.getByRole('button', { name: 'Seguir con lo que estaba a medias' }).click();
  assert.equal(await text.inputValue(), 'Llamar antes del viernes');
  await page.getByRole('button', { name: 'Cancelar', exact: true }).click();

  await page.getByRole('button', { name: 'Tarea', exact: true }).click();
  await page.getByLabel('Cuándo').fill('mañana 17:30');
  await menu(page, 'Oportunidades').click();
  await page.waitForURL(/#\/opportunities/);
  await page.goBack();
  await page.getByLabel('Cuándo').waitFor();
  assert.match(await page.getByLabel('Cuándo').inputValue(), /17:30/);
  await page.getByRole('button', { name: 'Cancelar', exact: true }).click();
}

export async function linkToAViewOfSomebodyElseSaysSo(visit) {
  const { user, api } = await visit.colleague({
    name: 'Zoe Vistas',
    email: 'zoe@vistas.example',
    role_id: (await visit.api.rows('roles', { $filter: "name eq 'sales_representative'" }))[0].id,
  });
  assert.ok(user.id);
  const mine = await visit.api.create('views', {
    name: 'Solo mía',
    object: 'accounts',
    filter: "life_cycle eq 'customer'",
  });
  const page = await visit.enter(`accounts?view=${mine.id}`, { api });
  const told = page.getByText('No tienes la vista de este enlace');
  await told.waitFor();
  await visit.mustBeAccessible(page, 'lost view');
  await page.getByRole('button', { name: 'Entendido' }).click();
  await told.waitFor({ state: 'detached' });
  const own = await visit.enter(`accounts?view=${mine.id}`);
  await own.getByRole('button', { name: /Solo mía/, pressed: true }).waitFor();
}
