// SPDX-License-Identifier: Apache-2.0
// An administrator makes a field in the page: its plan is shown first, and without loading anything
// anew it stands in the form, is filled, and filters the list. A layout then shows it as a column.
import assert from 'node:assert/strict';

export async function fieldIsMadeAndUsedWithoutReload(visit) {
  const page = await visit.enter('administration/fields?object=accounts');
  await page.evaluate(() => (globalThis.loadedOnce = true));
  await page.getByRole('button', { name: 'Nuevo campo' }).click();
  const label = page.getByRole('group', { name: 'Etiqueta' });
  await label.getByLabel('Español').fill('Número de hoteles');
  await page.getByRole('combobox', { name: 'Tipo' }).selectOption('integer');
  await page.getByRole('button', { name: 'Ver qué va a pasar' }).click();
  await page.getByText('Añadir «Número de hoteles» a Cuentas').waitFor();
  assert.equal(await page.getByText('add column "c_numero_de_hoteles"').isVisible(), false);
  await page.getByText('Detalle técnico').click();
  await page.getByText('add column "c_numero_de_hoteles"').waitFor();
  await page.getByRole('button', { name: 'Crear el campo' }).click();
  // It is said, in sight among all others, and marked by the focus.
  await page.getByText('Campo creado: Número de hoteles.').waitFor();
  const made = page.getByRole('button', { name: 'Número de hoteles', exact: true });
  assert.ok(await made.evaluate((button) => button === document.activeElement));
  const { y } = await made.boundingBox();
  assert.ok(y > 52 && y < 850, `the new field stands at ${y}`);

  await visit.go(page, 'accounts/new');
  await page.getByLabel('Nombre', { exact: false }).first().fill('Hoteles Prueba');
  await page.getByLabel('Número de hoteles').fill('12');
  await page.getByRole('button', { name: 'Guardar' }).first().click();
  await page.getByText('Hoteles Prueba').first().waitFor();
  const rows = await visit.api.rows('accounts', { $filter: 'c_numero_de_hoteles eq 12' });
  assert.equal(rows.length, 1);

  await visit.go(page, `accounts?filter=${encodeURIComponent('c_numero_de_hoteles eq 12')}`);
  await page.getByText('Número de hoteles').first().waitFor();
  await page.getByRole('link', { name: 'Hoteles Prueba' }).first().waitFor();

  await visit.go(page, 'administration/layouts?place=accounts');
  const columns = page.getByRole('list', { name: 'Columnas de la lista' });
  await columns.getByRole('checkbox', { name: 'Número de hoteles' }).check();
  await page.getByRole('button', { name: 'Guardar disposición' }).click();
  await page
    .getByRole('button', { name: 'Volver a la estándar' })
    .and(page.locator(':not([disabled])'))
    .waitFor();
  await visit.go(page, 'accounts');
  await page.getByRole('columnheader', { name: 'Número de hoteles' }).waitFor();
  await visit.go(page, 'administration/customization');
  await page.getByRole('link', { name: 'Cuentas: Número de hoteles' }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.loadedOnce), true);
}
