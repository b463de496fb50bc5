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

export async function arrivalsWaitBehindThePill(visit) {
  const page = await visit.enter('accounts?sort=-created_at');
  await rows(page).first().waitFor();
  const top = await rows(page).first().innerText();
  const pill = page.getByRole('button', { name: '1 novedad' });
  // The stream of changes connects beside the page; what comes before that arrives with the next.
  await page.waitForTimeout(1500);
  const made = await visit.api.create('accounts', { name: 'Zahorí Perforaciones' });
  await pill.waitFor();
  assert.equal(await rows(page).first().innerText(), top);
  await pill.click();
  await rows(page).getByText(made.name).waitFor();
  await pill.waitFor({ state: 'detached' });

  await visit.go(page, `accounts/${made.id}`);
  const history = page.getByRole('region', { name: 'Historia' });
  await history.locator('ol > li').first().waitFor();
  await page.waitForTimeout(1500);
  const other = await visit.api.create('activities', {
    kind: 'note',
    subject: 'Zona con agua a doce metros',
  });
  await visit.api.create('activity_links', {
    activity_id: other.id,
    object: 'accounts',
    record_id: made.id,
    role: 'about',
  });
  // It is the same person's own note, so it shows at once.
  await history.getByText('Zona con agua a doce metros').waitFor();
}

export async function filterGoesThroughRelationsAndBackFromText(visit) {
  const page = await visit.enter('accounts');
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: 'Añadir condición' }).click();
  await page.locator('form select').first().selectOption('*opportunities');
  await page.locator('form select').nth(2).selectOption('amount');
  await page.locator('form select').nth(3).selectOption('gt');
  await page.locator('form').getByLabel('Valor').fill('9000000');
  await page.getByRole('button', { name: 'Poner' }).click();
  await page.getByRole('button', { name: 'Aplicar' }).click();
  await page
    .getByRole('button', { name: 'tienen oportunidades donde importe supera 9.000.000' })
    .waitFor();
  await page.getByRole('status').getByText('1', { exact: true }).waitFor();
  assert.deepEqual(await rows(page).allTextContents(), [visit.company.account.name]);

  await page.getByRole('button', { name: 'Ver como texto' }).click();
  const text = page.getByLabel('Filtro como texto OData');
  assert.equal(await text.inputValue(), 'opportunities/any(x:x/amount gt 9000000)');
  await text.fill("owner/name eq 'Nadie' and");
  await page.getByRole('button', { name: 'Aplicar' }).click();
  await page.getByRole('alert').getByText('carácter').waitFor();
  await text.fill("owner/name eq 'Nadie' and life_cycle eq 'customer'");
  await page.getByText('Cuentas donde responsable › nombre es «Nadie» y').waitFor();
  await page.getByRole('button', { name: 'Aplicar' }).click();

  // Nothing fits: the condition that excludes most is named and taken away.
  await page.getByText('No hay cuentas que cumplan las 2 condiciones.').waitFor();
  await page.getByRole('button', { name: 'Quitar esa condición' }).click();
  await rows(page).first().waitFor();
  await visit.mustBeAccessible(page, 'list with filter text');
}

export async function editIsTakenBackWithTheKeyboard(visit) {
  const account = await visit.api.create('accounts', { name: 'Zueco Calzados' });
  const page = await visit.enter('accounts?q=zueco');
  await editName(page, 'Zueco y Alpargata');
  await page.keyboard.press('Enter');
  await rows(page).getByText('Zueco y Alpargata').waitFor();
  await page.getByText('Guardado: nombre.').waitFor();
  await page.keyboard.press('Control+z');
  await rows(page).getByText('Zueco Calzados').waitFor();
  const now = await visit.api.call('GET', `api/v1/accounts('${account.id}')`);
  assert.equal(now.name, 'Zueco Calzados');
}

export async function groupsAreOpenedAndKeptInAView(visit) {
  const page = await visit.enter('opportunities');
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: 'Agrupar' }).click();
  await page.getByLabel('Agrupar por').selectOption('stage_id');
  await page.getByLabel('y después por').selectOption('owner_id');
  await page.keyboard.press('Escape');
  const grid = page.getByRole('treegrid');
  await grid.focus();
  await page.keyboard.press('ArrowRight');
  await grid.locator('[aria-level="2"]').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await grid.locator('[aria-level="3"] a').first().waitFor();
  await visit.mustBeAccessible(page, 'grouped list');

  await page.getByRole('button', { name: 'Guardar vista' }).click();
  const form = page.locator('form').filter({ has: page.getByLabel('Nombre de la vista') });
  await form.getByLabel('Nombre de la vista').fill('Por etapa y responsable');
  await form.getByRole('button', { name: 'Guardar vista' }).click();
  await page.waitForURL(/view=/);
  const menu = page.getByRole('button', { name: 'Acciones de la vista Por etapa y responsable' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Abrir primero esta vista' }).click();
  await page.getByText('Guardado: se abre primero.').waitFor();

  // The plain address opens with it, grouped as it was kept.
  const other = await visit.enter('opportunities');
  await other.getByRole('treegrid').locator('[aria-level="1"]').first().waitFor();
  await menu.click();
  await page.getByRole('menuitem', { name: 'A la papelera' }).click();
  await page.getByText('«Por etapa y responsable» está en la papelera.').waitFor();
}

export async function searchBoxOfTheListFollowsTheAddress(visit) {
  const page = await visit.enter('accounts?q=zurbaran');
  const box = page.getByLabel('Buscar en esta lista');
  await rows(page).getByText('Zurbarán').first().waitFor();
  assert.equal(await box.inputValue(), 'zurbaran');
  await visit.go(page, 'accounts?q=zarzuela');
  await rows(page).getByText(visit.company.account.name).waitFor();
  assert.equal(await box.inputValue(), 'zarzuela');
  await page.goBack();
  await rows(page).getByText('Zurbarán').first().waitFor();
  assert.equal(await box.inputValue(), 'zurbaran');
}

const streamsOf = (page) =>
  page.evaluate(async () =>
    Number(/^clientela_event_streams (\d+)/m.exec(await (await fetch('metrics')).text())[1]),
  );

// Tabs of one browser share one stream: both are told, and when the one that holds it goes the
// other goes on.
export async function tabsOfOneBrowserShareOneStream(visit) {
  const first = await visit.enter('accounts?sort=-created_at');
  await rows(first).first().waitFor();
  await first.waitForTimeout(1500);
  const streams = await streamsOf(first);
  assert.ok(streams > 0);
  const second = await first.context().newPage();
  await visit.go(second, 'accounts?sort=-created_at');
  await rows(second).first().waitFor();
  await second.waitForTimeout(1500);
  assert.equal(await streamsOf(second), streams, 'the second tab opened a stream of its own');
  const told = (page, count) => page.getByRole('button', { name: count }).first().waitFor();
  await visit.api.create('accounts', { name: 'Para las dos pestañas' });
  await Promise.all([told(first, '1 novedad'), told(second, '1 novedad')]);
  await first.close();
  await second.waitForTimeout(3000);
  await visit.api.create('accounts', { name: 'Para la que queda' });
  await told(second, '2 novedades');
}
