// SPDX-License-Identifier: Apache-2.0
// A small file: columns are guessed, the dry run changes nothing, the import leaves a receipt and
// is undone.
import assert from 'node:assert/strict';

const kFile = {
  name: 'cuentas.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Nombre;Empleados;Año de fundación\nZinc Talleres;12;1999\nZoco Textil;muchos;2004\nZénit Reformas;7;2011\n',
  ),
};
const made = (visit) =>
  visit.api.rows('accounts', { $filter: "name eq 'Zinc Talleres' or name eq 'Zénit Reformas'" });

export async function fileIsTriedImportedAndUndone(visit) {
  const page = await visit.enter('import?object=accounts');
  await page.locator('input[type=file]').setInputFiles(kFile);
  await page.getByLabel('Campo de la columna Nombre').waitFor();
  assert.equal(await page.getByLabel('Campo de la columna Nombre').inputValue(), 'name');
  await page.getByLabel('Campo de la columna Empleados').selectOption('employees');
  await page.getByRole('button', { name: 'Ensayar' }).click();
  await page.getByText('Esto es lo que pasaría. Todavía no ha cambiado nada.').waitFor();
  assert.deepEqual(await made(visit), []);
  await page.getByRole('button', { name: 'Importar 2' }).click();
  const undo = page.getByRole('button', { name: 'Deshacer importación' }).first();
  await undo.waitFor();
  assert.equal((await made(visit)).length, 2);
  await undo.click();
  await page.getByText('Importación deshecha.').first().waitFor();
  assert.deepEqual(await made(visit), []);
}

const kSpanish = {
  name: 'ventas.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Nombre;Facturación anual;Cliente desde\nZarco;1.234;03/04/2025\nZurita;2.500;12/04/2025\n;x;"abierta\n',
  ),
};

export async function howNumbersAndDatesAreReadIsSaidBeforeTheDryRun(visit) {
  const page = await visit.enter('import?object=accounts');
  await page.locator('input[type=file]').setInputFiles(kSpanish);
  await page.getByText('Suponemos que «1.234» es 1.234.').waitFor();
  await page.getByRole('button', { name: 'No, es 1,234' }).click();
  await page.getByText('Suponemos que «1.234» es 1,234.').waitFor();
  await page.getByRole('button', { name: 'No, es 1.234' }).click();
  await page.getByText('Suponemos que «03/04/2025» es 3 abr 2025.').waitFor();
  await page.getByText('Fila 4: Las comillas que se abren en la línea 4').waitFor();
  await page.getByRole('button', { name: 'Ensayar' }).click();
  await page.getByText('Esto es lo que pasaría. Todavía no ha cambiado nada.').waitFor();
  await page.getByRole('button', { name: 'Importar 2' }).waitFor();
}
