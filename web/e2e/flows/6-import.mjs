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
