// SPDX-License-Identifier: Apache-2.0
// Long work: an act on everything that a list finds says beforehand what it will touch, leaves a
// receipt and is taken back; a running job is paused, goes on and is cancelled.
import assert from 'node:assert/strict';

const staffOf = async (visit, name) =>
  (await visit.api.rows('accounts', { $filter: `startswith(name,'${name}')` })).map(
    ({ employees }) => employees,
  );

export async function bulkActIsForetoldDoneAndUndone(visit) {
  for (const name of ['Zarpa Norte', 'Zarpa Sur', 'Zarpa Este'])
    await visit.api.create('accounts', { name, employees: 5 });
  const page = await visit.enter('accounts?q=zarpa');
  await page.locator('[role=grid] [role=gridcell] a').nth(2).waitFor();
  await page.locator('[role=grid]').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('toolbar', { name: 'Las 3 fichas de la lista' });
  await bar.getByRole('button', { name: 'Editar' }).click();
  const dialog = page.getByRole('dialog', { name: 'Editar un campo' });
  await dialog.getByLabel('Campo', { exact: true }).selectOption('employees');
  await dialog.getByLabel('Valor nuevo').fill('77');
  await dialog.getByText('Van a cambiar 3 cuentas.').waitFor();
  await visit.mustBeAccessible(page, 'bulk dialog');
  assert.deepEqual(await staffOf(visit, 'Zarpa'), [5, 5, 5]);
  await dialog.getByRole('button', { name: 'Cambiar 3' }).click();
  await page.getByText('3 cambiadas').waitFor();
  assert.deepEqual(await staffOf(visit, 'Zarpa'), [77, 77, 77]);

  await visit.go(page, 'jobs');
  await page.locator('main li button').first().click();
  const slip = page.getByRole('region', { name: 'Recibo', exact: true });
  await slip.getByText('Eva Prueba').waitFor();
  await visit.mustBeAccessible(page, 'receipt of a job');
  await page.getByRole('complementary').getByRole('button', { name: 'Deshacer' }).click();
  await page.locator('main li').first().getByText('Terminado').waitFor();
  await page.locator('main li').nth(1).getByText('Deshecho').waitFor();
  assert.deepEqual(await staffOf(visit, 'Zarpa'), [5, 5, 5]);
  await page.locator('main li button').first().click();
  await page.getByRole('region', { name: 'Recibo de lo deshecho' }).waitFor();
}

// A box that was ticked with the pointer keeps the focus: Ctrl A goes on from there. What was done
// is told in the words of the act.
export async function ctrlAFollowsATickedBoxAndTheEndNamesTheAct(visit) {
  for (const name of ['Zurda Alta', 'Zurda Baja'])
    await visit.api.create('accounts', { name, employees: 5 });
  const page = await visit.enter('accounts?q=zurda');
  await page.getByRole('checkbox', { name: 'Zurda Alta' }).click();
  await page.getByRole('toolbar', { name: '1 elegida' }).waitFor();
  await page.keyboard.press('Control+a');
  await page.getByRole('toolbar', { name: '2 elegidas' }).waitFor();
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('toolbar', { name: 'Las 2 fichas de la lista' });
  await bar.getByRole('button', { name: 'A la papelera' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /2/ }).click();
  await page.getByText('2 a la papelera').waitFor();
  assert.equal((await staffOf(visit, 'Zurda')).length, 0);
}

// A dry run over many rows: it takes its time and changes nothing.
async function startDryRun(visit) {
  const rows = Array.from({ length: 40_000 }, (_, row) => `Zeppelin ${row};${row % 90}`);
  const form = new FormData();
  const columns = { Nombre: { field: 'name' }, Empleados: { field: 'employees' } };
  const options = { object: 'accounts', mapping: { columns, links: {} }, match: [], dry_run: true };
  form.append('options', JSON.stringify(options));
  form.append('file', new Blob([`Nombre;Empleados\n${rows.join('\n')}\n`]), 'muchas.csv');
  const answer = await fetch(`${visit.base}api/v1/imports`, {
    method: 'POST',
    body: form,
    headers: { origin: visit.base.slice(0, -1), cookie: visit.api.cookie },
  });
  assert.equal(answer.ok, true, await answer.clone().text());
  return answer.json();
}

// Paused before the page looks, so that nearly every row is left when the page itself pauses it.
export async function jobIsPausedGoesOnAndIsCancelled(visit) {
  const { id } = await startDryRun(visit);
  await visit.api.call('POST', `api/v1/jobs('${id}')/pause`, {});
  const page = await visit.enter('jobs');
  const line = page.locator('main li').first();
  await line.getByText('En pausa').waitFor();
  await line.getByRole('progressbar').waitFor();
  await visit.mustBeAccessible(page, 'paused job');
  await line.getByRole('button', { name: 'Seguir' }).click();
  await line.getByRole('button', { name: 'Pausar' }).click();
  await line.getByText('En pausa').waitFor();
  await line.getByRole('button', { name: 'Cancelar' }).click();
  await line.getByText('Cancelado').waitFor();
  await line.getByRole('progressbar').waitFor({ state: 'detached' });
}
