// SPDX-License-Identifier: Apache-2.0
// «Hoy»: a task is finished on the spot, stays in its place for a moment, and comes back.
import assert from 'node:assert/strict';

export async function finishedTaskRestsAndComesBack(visit) {
  // A colleague of one's own, so that the list holds nothing else.
  const [role] = await visit.api.rows('roles', { $filter: "name eq 'sales_representative'" });
  const { api } = await visit.colleague({
    name: 'Hugo Hecho',
    email: 'hugo@prueba.example',
    role_id: role.id,
  });
  const due = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
  const tasks = [];
  for (const [subject, minutes] of [
    ['Zanjar la avería', 180],
    ['Zurcir el contrato', 120],
    ['Zarpar con el pedido', 60],
  ])
    tasks.push(
      await api.create('activities', {
        kind: 'task',
        subject,
        due_at: due(minutes),
        status: 'open',
      }),
    );
  const page = await visit.enter('', { api });
  const lines = page.getByRole('region', { name: 'Lo primero' }).getByRole('listitem');
  await lines.nth(2).waitFor();
  const [first, second] = await lines.allTextContents();
  const stored = (task) => api.call('GET', `api/v1/activities('${task.id}')`);
  const named = (text) => tasks.find(({ subject }) => text.includes(subject));

  // Pressed twice: one task is done, not two.
  await lines.first().getByRole('button', { name: 'Marcar como hecha' }).dblclick();
  const name = named(first).subject;
  await page.getByText(`Hecha: ${name}.`, { exact: true }).waitFor();
  assert.equal((await stored(named(first))).status, 'done');
  assert.equal((await stored(named(second))).status, 'open');
  assert.ok((await lines.first().textContent()).includes(name));

  await page.getByRole('button', { name: 'Deshacer' }).click();
  await lines
    .first()
    .getByRole('button', { name: `Marcar como hecha: ${name}` })
    .waitFor();
  await page.waitForFunction(
    async (path) => (await (await fetch(path)).json()).status === 'open',
    `api/v1/activities('${named(first).id}')`,
  );

  // The keyboard does the same, and the place is kept. What takes back may be slow on its way.
  const ofFirst = (url) => url.pathname.includes(named(first).id);
  await page.route(ofFirst, async (route) => {
    const request = route.request();
    const slow = request.method() === 'PATCH' && request.postDataJSON().status === 'open';
    if (slow) await page.waitForTimeout(1500);
    await route.continue();
  });
  const button = lines.first().getByRole('button');
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByText(`Hecha: ${name}.`, { exact: true }).waitFor();
  await page.keyboard.press('Control+z');
  await lines
    .first()
    .getByRole('button', { name: `Marcar como hecha: ${name}` })
    .waitFor();

  // Left alone it goes.
  await button.click();
  await page.getByText(`Hecha: ${name}.`, { exact: true }).waitFor();
  await page.mouse.move(5, 5);
  await lines.getByText(name).waitFor({ state: 'detached' });
  assert.equal(await lines.count(), 2);
}
