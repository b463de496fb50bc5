// SPDX-License-Identifier: Apache-2.0
// Entering, lists, records and forms.
import assert from 'node:assert/strict';
import AxeBuilder from '@axe-core/playwright';
import { openFirst, signIn } from '../signIn.mjs';

export async function wrongPasswordIsRefused({ page, base, email }) {
  await page.goto(base);
  await page.getByLabel('Correo').fill(email);
  await page.getByLabel('Contraseña', { exact: true }).fill('no-es-esta');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.getByRole('alert').waitFor();
}

export async function listSortsFiltersAndEdits(given) {
  const { page } = given;
  await signIn(given, '#/accounts');
  await openFirst(page);
  await page.getByRole('button', { name: 'Nombre', exact: true }).click();
  await page.locator('[aria-sort=ascending]').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('[role=grid]').focus();
  await page.keyboard.press('F2');
  const input = page.locator('[role=gridcell] input[aria-label=Nombre]');
  await input.fill('AAA Editada en la celda');
  await input.press('Enter');
  await page.getByText('AAA Editada en la celda').first().waitFor();
  await page.locator('[role=grid]').focus();
  await page.keyboard.press('f');
  await page.locator('form select').first().selectOption('life_cycle');
  await page.locator('form fieldset input').first().check();
  await page.getByRole('button', { name: 'Aplicar' }).click();
  await page.getByRole('button', { name: /relación es/ }).waitFor();
  assert.match(decodeURIComponent(page.url()), /filter=life_cycle/);
}

export async function recordIsMadeEditedBinnedAndRestored(given) {
  const { page } = given;
  await signIn(given, '#/accounts/new');
  await page.locator('#field-name').fill('Cuenta de prueba e2e');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 2, name: 'Cuenta de prueba e2e' }).waitFor();
  await page.getByRole('button', { name: 'Nota' }).click();
  await page.getByRole('textbox', { name: 'Qué conviene recordar' }).fill('Prefieren la mañana');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Prefieren la mañana').first().waitFor();
  await page.locator('header').getByRole('button', { name: 'Más' }).click();
  await page.getByRole('menuitem', { name: 'A la papelera' }).click();
  await page.getByRole('button', { name: 'Deshacer' }).click();
}

export async function emptyFormSaysWhatIsMissing(given) {
  const { page } = given;
  await signIn(given, '#/contacts/new');
  await page.getByRole('button', { name: /^Guardar/ }).click();
  await page.getByRole('alert').filter({ hasText: 'Falta' }).waitFor();
}

export async function accountsListHasNoAccessibilityViolations(given) {
  const { page } = given;
  await signIn(given, '#/accounts');
  await openFirst(page);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), []);
}

export async function phoneShowsTwoLineRows(given) {
  const { page } = given;
  await signIn(given, '#/accounts');
  await page.locator('[role=grid] a').first().click();
  await page.getByRole('tab', { name: 'Historia' }).waitFor();
}
phoneShowsTwoLineRows.viewport = { width: 390, height: 844 };
