// SPDX-License-Identifier: Apache-2.0
// Lists: sort, filter by sentence, search, edit in the cell and settle a conflict.
import assert from 'node:assert/strict';

const rows = (page) => page.locator('[role=grid] [role=gridcell] a');

async function editName(page, text) {
  await rows(page).first().waitFor();
  await page.locator('[role=grid]').focus();
  await page.keyboard.press('F2');
  await page.locator('[role=gridcell] input[aria-label=Nombre]').fill(text);
}

export async function listSortsFiltersAndSearches(visit) {
  const page = await visit.enter('accounts');
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: 'Nombre', exact: true }).click();
  await page.locator('[aria-sort=ascending]').waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Añadir condición' }).click();
  await page.locator('form select').first().selectOption('life_cycle');
  await page.getByRole('checkbox', { name: 'Cliente', exact: true }).check();
  await page.getByRole('button', { name: 'Aplicar' }).click();
  await page.getByRole('button', { name: /es Cliente/ }).waitFor();
  assert.match(decodeURIComponent(page.url()), /life_cycle/);

  await page.getByLabel('Buscar en esta lista').fill('zarzuela optica');
  await page.getByRole('status').getByText('1', { exact: true }).waitFor();
  assert.deepEqual(await rows(page).allTextContents(), [visit.company.account.name]);

  // The address is the state: somebody who opens it sees the same.
  const other = await visit.enter(page.url().split('#/')[1]);
  await rows(other).getByText(visit.company.account.name).waitFor();
}

export async function conflictInTheCellIsAsked(visit) {
  const mine = await visit.enter('accounts?q=zurbaran');
  const theirs = await visit.enter('accounts?q=zurbaran');
  await editName(mine, 'Zurbarán Cerámicas Finas');
  await editName(theirs, 'Zurbarán Cerámicas y Vidrio');
  await theirs.keyboard.press('Enter');
  await rows(theirs).getByText('Zurbarán Cerámicas y Vidrio').waitFor();
  await mine.locator('[role=gridcell] input[aria-label=Nombre]').press('Enter');
  const dialog = mine.getByRole('dialog', { name: 'Dos cambios a la vez' });
  await dialog.getByRole('radio', { name: /Zurbarán Cerámicas Finas/ }).check();
  await dialog.getByRole('button', { name: 'Guardar lo elegido' }).click();
  await rows(mine).getByText('Zurbarán Cerámicas Finas').waitFor();
  // The other one sees it without doing anything.
  await rows(theirs).getByText('Zurbarán Cerámicas Finas').waitFor();
}
