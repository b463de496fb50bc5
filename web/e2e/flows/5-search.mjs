// SPDX-License-Identifier: Apache-2.0
// The one box for searching, going and doing, and the keyboard sheet.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

async function ask(page, text) {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Buscar o ir a' });
  await box.fill(text);
  return page.getByRole('listbox').getByRole('option');
}

export async function searchForgivesAccentsTyposAndForms(visit) {
  const page = await visit.enter('');
  const { account, person } = visit.company;
  for (const [typed, found] of [
    ['zarzuela optica', account.name],
    ['zarsuela', account.name],
    ['917654321', account.name],
    ['7654321', account.name],
    ['echeverria', `${person.first_name} ${person.last_name}`],
  ]) {
    await (
      await ask(page, typed)
    )
      .filter({ hasText: found })
      .first()
      .waitFor()
      .catch((error) => {
        throw new Error(`«${typed}» does not find «${found}»: ${error.message}`);
      });
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
  }
  await (await ask(page, 'zarzuela')).filter({ hasText: account.name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: account.name }).first().waitFor();
}

export async function keyboardGoesAndDoes(visit) {
  const page = await visit.enter('');
  await (await ask(page, 'embudo de op')).filter({ hasText: 'Embudo de oportunidades' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/view=board/);
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Teclado' });
  await sheet.getByText('Mover de etapa').waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL(/#\/accounts/);
  await page.getByRole('grid').waitFor();
  await page.keyboard.press('c');
  await page.waitForURL(/#\/accounts\/new/);
  await page.locator('#field-name').waitFor();
}

// The box is loaded with its first opening: until it stands, single keys act on nothing.
export async function whatIsTypedAtOnceArrivesInTheBox(visit) {
  const page = await visit.enter('accounts');
  await page.getByRole('grid').waitFor();
  await page.route('**/SearchBox*.js', async (route) => {
    await pause(1000);
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('cnf zarzuelas');
  await page.keyboard.press('Backspace');
  const box = page.getByRole('combobox', { name: 'Buscar o ir a' });
  await box.waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
  await page.keyboard.type(' optica');
  assert.equal(await box.inputValue(), 'cnf zarzuela optica');
  assert.equal(await page.getByRole('dialog').count(), 1);
  assert.match(page.url(), /#\/accounts$/);
}
