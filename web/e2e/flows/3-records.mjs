// SPDX-License-Identifier: Apache-2.0
// Records: the form and its errors, the record page, the bin.
import assert from 'node:assert/strict';

const named = (page, name) => page.getByRole('heading', { name }).first();

export async function formSaysWhatIsMissingAndSaves(visit) {
  const page = await visit.enter('accounts/new');
  await page.locator('#field-name').waitFor();
  await page.locator('#field-founded').fill('12');
  await page.keyboard.press('Control+Enter');
  await page.locator('#field-name-error').waitFor();
  await page.locator('#field-name[aria-invalid=true]').waitFor();
  await page.locator('#field-name').fill('Zeus Jardines, S.A.');
  await page.locator('#field-founded').fill('1987');
  await page.keyboard.press('Control+Enter');
  await named(page, 'Zeus Jardines, S.A.').waitFor();
}

export async function recordTakesPhonesMailsAndNotes(visit) {
  const account = await visit.api.create('accounts', { name: 'Zafra Panaderías', employees: 10 });
  const page = await visit.enter(`accounts/${account.id}`);
  for (const [kind, value] of [
    ['phone', '+34 955 111 222'],
    ['email', 'pedidos@zafra.example'],
  ]) {
    await page.getByRole('button', { name: 'Añadir punto de contacto' }).click();
    const form = page.locator('form').filter({ has: page.locator('input[name=value]') });
    await form.locator('select').first().selectOption(kind);
    await form.locator('input[name=value]').fill(value);
    await form.getByRole('button', { name: 'Guardar' }).click();
    await page.getByRole('link', { name: value }).waitFor();
  }
  await page.getByRole('button', { name: 'Nota', exact: true }).click();
  await page
    .getByRole('textbox', { name: 'Qué conviene recordar' })
    .fill('Prefieren la entrega por la mañana');
  await page.keyboard.press('Control+Enter');
  const history = page.getByRole('region', { name: 'Historia' });
  await history.getByText('Prefieren la entrega por la mañana').waitFor();
  await page.getByRole('button', { name: 'Editar Empleados' }).click();
  await page.getByLabel('Empleados', { exact: true }).fill('42');
  await page.keyboard.press('Enter');
  await page.locator('dd').getByText('42', { exact: true }).first().waitFor();
  await page.reload();
  await page.locator('dd').getByText('42', { exact: true }).first().waitFor();
}

export async function binTakesAndGivesBack(visit) {
  const account = await visit.api.create('accounts', { name: 'Zapatería Efímera' });
  const page = await visit.enter(`accounts/${account.id}`);
  await page.getByRole('button', { name: 'Más' }).first().click();
  await page.getByRole('menuitem', { name: 'A la papelera' }).click();
  await page.getByText('«Zapatería Efímera» está en la papelera.').waitFor();
  await page.getByRole('grid').waitFor();
  await visit.go(page, 'accounts?bin=1');
  await page.getByRole('link', { name: 'Zapatería Efímera' }).waitFor();
  await page.keyboard.press('Control+z'); // its message with the button may have gone by now
  await page.getByRole('link', { name: 'Zapatería Efímera' }).waitFor({ state: 'detached' });
  await visit.go(page, 'accounts?q=efimera');
  await page.getByRole('link', { name: 'Zapatería Efímera' }).waitFor();
}

export async function wholeBinGivesBackWhatWentTogether(visit) {
  const account = await visit.api.create('accounts', { name: 'Zaguán Reformas' });
  await visit.api.create('contact_points', {
    kind: 'email',
    account_id: account.id,
    value: 'obras@zaguan.example',
  });
  await visit.api.call('DELETE', `api/v1/accounts('${account.id}')`);
  const page = await visit.enter('bin');
  const row = page.getByRole('row').filter({ hasText: 'Zaguán Reformas' });
  await row.getByText('Cuenta + 1 punto de contacto').waitFor();
  await row.getByText('Eva Prueba').waitFor();
  await visit.mustBeAccessible(page, 'bin');
  await row.getByRole('button', { name: 'Recuperar Zaguán Reformas' }).click();
  await page.getByText('«Zaguán Reformas» ha vuelto de la papelera.').waitFor();
  await row.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await row.waitFor();
  await visit.api.call('POST', `api/v1/accounts('${account.id}')/restore`);
}

export async function nameOfAButtonGoesWhileItsMenuIsOpen(visit) {
  const page = await visit.enter(`accounts/${visit.company.account.id}`);
  const more = page.getByRole('button', { name: 'Más' }).first();
  await more.hover();
  const name = page.getByRole('tooltip', { name: 'Más' });
  await name.waitFor();
  await more.click();
  await page.getByRole('menuitem', { name: 'Editar todo' }).waitFor();
  await name.waitFor({ state: 'detached' });
}

// The browser speaks English; the product does not.
export async function datesAreTypedAndChosenInTheLanguageOfTheProduct(visit) {
  const opportunity = await visit.api.create('opportunities', {
    name: 'Zapatero: fecha nueva',
    account_id: visit.company.account.id,
    pipeline_id: visit.company.pipeline.id,
    stage_id: visit.company.open[0].id,
    expected_close_on: '2031-03-04',
  });
  const stored = async () =>
    (await visit.api.call('GET', `api/v1/opportunities('${opportunity.id}')`)).expected_close_on;
  const page = await visit.enter(`opportunities/${opportunity.id}/edit`, { locale: 'en-US' });
  const box = page.locator('#field-expected_close_on');
  await box.waitFor();
  assert.equal(await box.inputValue(), '04/03/2031');
  await box.fill('31/02/2031');
  await page.getByRole('button', { name: 'Guardar' }).first().click();
  await page.getByText('Esa fecha no existe.').first().waitFor();
  await box.fill('5-3-31');
  // The month opens with the arrow: a week on, a month on, chosen.
  await box.press('ArrowDown');
  await page.getByRole('grid', { name: 'marzo de 2031' }).waitFor();
  await visit.mustBeAccessible(page, 'calendar');
  await box.press('ArrowDown');
  await box.press('PageDown');
  await page.getByRole('grid', { name: 'abril de 2031' }).waitFor();
  await box.press('Enter');
  assert.equal(await box.inputValue(), '12/04/2031');
  await page.getByRole('button', { name: 'Guardar' }).first().click();
  await page.waitForURL(new RegExp(`opportunities/${opportunity.id}$`));
  assert.equal(await stored(), '2031-04-12');

  // In place, with the pointer: the field stays open while the month is leafed through.
  await page.getByRole('button', { name: 'Editar Cierre previsto' }).first().click();
  const inPlace = page.getByRole('combobox', { name: 'Cierre previsto' });
  await page.getByRole('button', { name: 'Abrir el calendario' }).click();
  await page.getByRole('button', { name: 'Mes siguiente' }).click();
  await page.getByRole('gridcell', { name: 'lunes, 19 de mayo de 2031' }).click();
  assert.equal(await inPlace.inputValue(), '19/05/2031');
  await inPlace.press('Enter');
  await inPlace.waitFor({ state: 'detached' });
  assert.equal(await stored(), '2031-05-19');

  const english = await visit.enter(`opportunities/${opportunity.id}/edit`, { language: 'en' });
  await english.locator('#field-expected_close_on').waitFor();
  assert.equal(await english.locator('#field-expected_close_on').inputValue(), '19/05/2031');
}
