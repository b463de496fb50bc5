// SPDX-License-Identifier: Apache-2.0
// The log of changes and acts, and the settings of the company with its rates.
import assert from 'node:assert/strict';

export async function logShowsWhoChangedWhat(visit) {
  const account = await visit.api.create('accounts', { name: 'Zabala Tejidos', employees: 8 });
  await visit.api.change('accounts', account, { employees: 13 });
  const page = await visit.enter('administration/log');
  await page.getByRole('combobox', { name: 'De', exact: true }).selectOption('accounts');
  await page.getByRole('combobox', { name: 'Campo', exact: true }).selectOption('employees');
  const line = page.locator('main ol > li').filter({ hasText: 'Zabala Tejidos' }).first();
  await line.getByText('Eva Prueba').waitFor();
  await line.getByText('8', { exact: true }).waitFor();
  await line.getByText('13', { exact: true }).waitFor();
  await visit.mustBeAccessible(page, 'log of changes');
  await line.getByRole('link', { name: 'Zabala Tejidos' }).click();
  await page.getByRole('heading', { name: 'Zabala Tejidos' }).first().waitFor();

  await visit.go(page, 'administration/log');
  await page.getByRole('tab', { name: 'Cambios en fichas' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('tab', { name: 'Entradas y actos', selected: true }).waitFor();
  await page.getByRole('combobox', { name: 'Acto', exact: true }).selectOption('signed_in');
  await page.locator('main ol > li').filter({ hasText: 'entró' }).first().waitFor();
  await visit.mustBeAccessible(page, 'log of acts');
}

export async function companySettingsAndRatesAreKept(visit) {
  const before = await visit.api.call('GET', 'api/v1/company');
  const page = await visit.enter('administration/company');
  const save = page.getByRole('button', { name: 'Guardar la configuración' });
  await page.getByLabel('Nombre', { exact: true }).fill('Zafra y Compañía');
  await page.getByLabel('Añadir una moneda').selectOption('SEK');
  await page.getByLabel('El ejercicio empieza en').selectOption({ label: 'abril' });
  await visit.mustBeAccessible(page, 'company');
  await save.click();
  await page.getByText('Configuración guardada.').waitFor();
  const now = await visit.api.call('GET', 'api/v1/company');
  assert.equal(now.name, 'Zafra y Compañía');
  assert.equal(now.fiscal_year_start, 4);
  assert.ok(now.currencies.includes('SEK'));

  const rates = page.getByRole('region', { name: 'Tipos de cambio' });
  await rates.getByRole('combobox', { name: 'Moneda', exact: true }).selectOption('SEK');
  await rates.getByLabel('Vale en EUR').fill('0,0873');
  await rates.getByRole('button', { name: 'Añadir tipo de cambio' }).click();
  await rates.getByRole('row').filter({ hasText: 'SEK' }).getByText('0,0873').waitFor();
  delete before.formats_offered;
  await visit.api.call('PATCH', 'api/v1/company', before);
}

export async function peopleTellWhenTheyLastSignedIn(visit) {
  const page = await visit.enter('people');
  const line = (name) => page.getByRole('row').filter({ hasText: name });
  await page.getByLabel('Buscar a alguien').fill('prueba');
  await line(visit.person.name)
    .getByText(/ahora|hoy|hace/)
    .waitFor();
  await visit.api.create('users', {
    name: 'Nadie Todavía',
    role_id: (await visit.api.rows('roles', { $filter: "name eq 'read_only'" }))[0].id,
  });
  await page.getByLabel('Buscar a alguien').fill('nadie todavia');
  await line('Nadie Todavía').getByText('nunca').waitFor();
}

export async function englishPagesListRolesByTheirEnglishNames(visit) {
  const page = await visit.enter('roles', { language: 'en' });
  const names = page.locator('[role=grid] [role=gridcell] a');
  await names.first().waitFor();
  const shown = await names.allTextContents();
  const roles = await visit.api.rows('roles', { $orderby: 'label_en', $top: '100' });
  assert.deepEqual(
    shown,
    roles.map((role) => role.label_en),
  );
}
