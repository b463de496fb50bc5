// SPDX-License-Identifier: Apache-2.0
// Who may what: a role with a field kept from it, somebody who leaves and whose data goes
// afterwards, why a record is seen, standing in for a colleague, and the trees of teams.
import assert from 'node:assert/strict';

const roleNamed = async (visit, name) =>
  (await visit.api.rows('roles', { $filter: `name eq '${name}'` }))[0];

// A role that reaches nothing but its own records.
const narrowRole = (visit, name) =>
  visit.api.create('roles', {
    name,
    label_es: 'Solo lo propio',
    label_en: 'Own records only',
    rights: { '*': { read: 'own', create: 'own', update: 'own' } },
  });

export async function copiedRoleKeepsAFieldFromItsPeople(visit) {
  const page = await visit.enter('people?tab=roles');
  await page.getByRole('link', { name: 'Representante de ventas' }).click();
  await page.getByRole('button', { name: 'Copiar este rol' }).click();
  await page.getByRole('heading', { name: 'Representante de ventas (2)' }).waitFor();
  await page.getByLabel('Cuentas: Ver').selectOption('all');
  await page.getByLabel('Cuentas: Quitar').selectOption('none');
  await page
    .getByText(/^ve todo; crea lo propio;/)
    .first()
    .waitFor();
  await page.getByRole('combobox', { name: 'Empleados', exact: true }).selectOption('hidden');
  await visit.mustBeAccessible(page, 'rights of a role');
  await page.getByRole('button', { name: 'Guardar el rol' }).click();
  await page.getByText('Rol guardado.').waitFor();
  const role = (await visit.api.rows('roles', { $orderby: 'created_at desc', $top: '1' }))[0];
  assert.deepEqual(role.masks, { accounts: { employees: 'hidden' } });
  assert.equal(role.rights.accounts.remove, 'none');

  const log = await visit.enter('administration/log?object=roles');
  const line = log.locator('main ol > li').filter({ hasText: 'Representante de ventas (2)' });
  await line.first().getByText('Cuentas, Empleados: ').waitFor();
  await line.first().getByText('no lo ve').waitFor();
  await line.first().getByRole('link', { name: 'Representante de ventas (2)' }).click();
  await log.getByRole('button', { name: 'Guardar el rol' }).waitFor();
  await visit.go(log, `roles/${role.id}`);
  await log.getByRole('button', { name: 'Permisos y campos reservados' }).click();
  await log.getByRole('button', { name: 'Guardar el rol' }).waitFor();

  const account = await visit.api.create('accounts', { name: 'Zumaya Redes', employees: 31 });
  const { api } = await visit.colleague({
    name: 'Zoe Reservada',
    email: 'zoe@prueba.example',
    role_id: role.id,
  });
  const theirs = await visit.enter(`accounts/${account.id}`, { api });
  await theirs.getByRole('heading', { name: 'Zumaya Redes' }).first().waitFor();
  await theirs.getByText('Sector').first().waitFor();
  assert.equal(await theirs.getByText('Empleados').count(), 0);
  assert.equal(await theirs.getByText('31', { exact: true }).count(), 0);
}

export async function leaverHandsOverAndIsErasedAfterwards(visit) {
  const role = await roleNamed(visit, 'sales_representative');
  const name = 'Quirino Queipo Quesada';
  const { user } = await visit.colleague({
    name,
    email: 'quirino@prueba.example',
    role_id: role.id,
  });
  const account = await visit.api.create('accounts', { name: 'Zarco Óptica', owner_id: user.id });
  const page = await visit.enter(`users/${user.id}`);
  await page.getByRole('button', { name: 'Dar de baja…' }).click();
  await page.getByRole('dialog').getByLabel('Pasar lo que lleva a').waitFor();
  await page.keyboard.press('Escape');
  await visit.go(page, 'people');
  await page.getByLabel('Buscar a alguien').fill('quirino');
  const row = page.getByRole('row').filter({ hasText: name });
  const choose = async (act) => {
    await row.getByRole('button', { name: `Acciones de ${name}` }).click();
    await page.getByRole('menuitem', { name: act }).click();
  };
  await row.getByText('Puede entrar').waitFor();
  await choose('Dar de baja…');
  const leave = page.getByRole('dialog', { name: `Dar de baja a ${name}` });
  const handOver = async () => {
    await leave.getByText('Cuentas').waitFor();
    await leave.getByLabel('Pasar lo que lleva a').selectOption({ label: visit.person.name });
    await visit.mustBeAccessible(page, 'leaving');
    await leave.getByRole('button', { name: 'Pasar y cerrar la cuenta' }).click();
    await leave
      .getByText(`${name} ya no puede entrar; 1 ficha ha pasado a otra persona.`)
      .waitFor();
    await visit.mustBeAccessible(page, 'handed over');
  };
  const ownerOf = async ({ id }) =>
    (await visit.api.call('GET', `api/v1/accounts('${id}')`)).owner_id;
  await handOver();
  assert.notEqual(await ownerOf(account), user.id);
  await leave.getByRole('button', { name: 'Devolver las fichas' }).click();
  await leave.getByText('Devuelta 1 ficha.').waitFor();
  assert.equal(await ownerOf(account), user.id);
  await page.keyboard.press('Escape');
  await leave.waitFor({ state: 'detached' });
  await row.getByText('Puede entrar').waitFor();

  await choose('Dar de baja…');
  await handOver();
  assert.notEqual(await ownerOf(account), user.id);
  await page.keyboard.press('Escape');
  await leave.waitFor({ state: 'detached' });
  await row.getByText('Desactivada').waitFor();
  const jobs = await visit.enter('jobs');
  await jobs.getByText('Relevo por una baja · 1', { exact: true }).first().waitFor();
  await jobs.getByText('Deshacer: Relevo por una baja · 1').first().waitFor();

  await choose('Borrar sus datos…');
  const erase = page.getByRole('dialog', { name: `Borrar los datos de ${name}` });
  const run = erase.getByRole('button', { name: 'Borrar sus datos' });
  assert.equal(await run.isDisabled(), true);
  await erase.getByRole('textbox').fill(name);
  await visit.mustBeAccessible(page, 'erasing');
  await run.click();
  await page.getByText('Datos borrados; ahora aparece como').waitFor();
  const erased = await visit.api.call('GET', `api/v1/users('${user.id}')`);
  assert.equal(erased.email, null);
  assert.doesNotMatch(erased.name, /Quirino/);
}

export async function recordSaysWhyItIsSeen(visit) {
  const role = await narrowRole(visit, 'narrow_seer');
  const colleague = { name: 'Zenón Lejano', email: 'zenon@prueba.example', role_id: role.id };
  const user = await visit.api.create('users', colleague);
  const page = await visit.enter(`accounts/${visit.company.account.id}`);
  await page.getByRole('button', { name: 'Más' }).first().click();
  await page.getByRole('menuitem', { name: '¿Por qué lo veo?' }).click();
  const dialog = page.getByRole('dialog', { name: '¿Por qué lo veo?' });
  await dialog.getByText('Tu rol ve todas las fichas de este tipo.').waitFor();
  await dialog.getByLabel('Para').selectOption(user.id);
  await dialog.getByText('Esta persona no ve esta ficha.').waitFor();
  await visit.mustBeAccessible(page, 'why');
  await visit.api.create('account_members', {
    account_id: visit.company.account.id,
    user_id: user.id,
    role: 'sales',
  });
  // Escape closes the dialog and nothing else.
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: visit.company.account.name }).first().waitFor();
  await page.getByRole('button', { name: 'Más' }).first().click();
  await page.getByRole('menuitem', { name: '¿Por qué lo veo?' }).click();
  await dialog.getByLabel('Para').selectOption(user.id);
  await dialog.getByText('Eva Prueba puso a Zenón Lejano en el equipo de esta ficha').waitFor();
}

export async function delegateSeesWhatIsLent(visit) {
  const role = await narrowRole(visit, 'narrow_lender');
  const person = (name, email) => visit.colleague({ name, email, role_id: role.id });
  const away = await person('Zulema Ausente', 'zulema@prueba.example');
  const stays = await person('Zacarías Presente', 'zacarias@prueba.example');
  const account = await away.api.create('accounts', { name: 'Zamudio Forja' });
  const page = await visit.enter('delegations/new', { api: away.api });
  const delegate = page.getByLabel('Sustituye', { exact: false }).first();
  await delegate.fill('zacar');
  await page.getByRole('option', { name: 'Zacarías Presente' }).click();
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await page.locator('#field-ends_on').fill(inAWeek);
  await page.locator('#field-reason').fill('Vacaciones');
  await visit.mustBeAccessible(page, 'delegation');
  await page.getByRole('button', { name: 'Guardar' }).first().click();
  await page.waitForURL(/delegations\/[^n]/);

  const theirs = await visit.enter(`accounts/${account.id}`, { api: stays.api });
  await theirs.getByRole('heading', { name: 'Zamudio Forja' }).first().waitFor();
  await theirs.getByRole('button', { name: 'Más' }).first().click();
  await theirs.getByRole('menuitem', { name: '¿Por qué lo veo?' }).click();
  await theirs.getByRole('dialog').getByText('Sustituyes a Zulema Ausente hasta el').waitFor();
}

export async function teamMovesByKeyAndByDragging(visit) {
  const top = await visit.api.create('teams', { name: 'Zona de pruebas', kind: 'department' });
  const below = { kind: 'sales_group', parent_id: top.id };
  const first = await visit.api.create('teams', { name: 'Zona primera', ...below });
  const second = await visit.api.create('teams', { name: 'Zona segunda', ...below });
  const parentOf = async ({ id }) =>
    (await visit.api.call('GET', `api/v1/teams('${id}')`)).parent_id;
  const page = await visit.enter('people?tab=teams');
  const cell = (name) => page.getByRole('rowheader').filter({ hasText: name });
  const level = (name, depth) =>
    page.locator(`tr[aria-level="${depth}"]`).filter({ hasText: name }).waitFor();
  await cell('Zona segunda').focus();
  await page.keyboard.press('Alt+ArrowRight');
  await level('Zona segunda', 3);
  await page.getByText('Guardado: depende de.').first().waitFor();
  assert.equal(await parentOf(second), first.id);
  await visit.mustBeAccessible(page, 'teams');
  await page.keyboard.press('Alt+ArrowLeft');
  await level('Zona segunda', 2);

  // A team is dropped on another, and on the head of the table to stand at the top.
  await cell('Zona segunda').getByRole('link').hover();
  await page.mouse.down();
  await cell('Zona primera').hover();
  await page.mouse.up();
  await level('Zona segunda', 3);
  await cell('Zona primera').getByRole('link').hover();
  await page.mouse.down();
  await page.getByRole('columnheader', { name: 'Nombre' }).hover();
  await page.mouse.up();
  await level('Zona primera', 1);
  await level('Zona segunda', 2);
  await page.getByText('Guardado: depende de.').last().waitFor();
  assert.equal(await parentOf(first), null);
}
