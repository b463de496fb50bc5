// SPDX-License-Identifier: Apache-2.0
// Sales: moving a card by keyboard with what its stage asks for, and the forecast that follows
// others.
export async function cardMovesByKeyboardAndAsksForTheReason(visit) {
  const { moved, open, lost } = visit.company;
  const [reason] = await visit.api.rows('loss_reasons', { $top: '1' });
  const page = await visit.enter('opportunities?view=board');
  const card = page.locator(`[data-card="${moved.id}"]`);
  const moveTo = async (stage) => {
    await card.getByRole('link').first().focus();
    await page.keyboard.press('m');
    const item = page.getByRole('menuitem', { name: stage.name });
    await item.focus();
    await page.keyboard.press('Enter');
  };
  await moveTo(open[1]);
  await page.getByText(`${moved.name}, movida a ${open[1].name}.`).waitFor();
  await page.locator(`[data-stage="${open[1].id}"] [data-card="${moved.id}"]`).waitFor();

  await moveTo(lost);
  const form = page.getByRole('form', { name: `Antes de pasar a ${lost.name}, completa` });
  await form.waitFor();
  await page.keyboard.press('Escape');
  await page.locator(`[data-stage="${open[1].id}"] [data-card="${moved.id}"]`).waitFor();

  await moveTo(lost);
  await form.getByLabel('Motivo de pérdida').selectOption({ label: reason.name });
  await form.getByRole('button', { name: 'Mover' }).click();
  await page.getByText(`${moved.name}, movida a ${lost.name}.`).waitFor();
  await card.waitFor({ state: 'detached' });
}

export async function forecastFollowsWhatOthersChange(visit) {
  const { watched, pipeline } = visit.company;
  const page = await visit.enter(`forecast?pipeline=${pipeline.id}&period=quarter&currency=EUR`);
  const tree = page.getByRole('treegrid');
  await tree.waitFor();
  const grown = tree.getByText(/\+[\d.]+(\s€)? ahora/).first();
  // The stream of changes connects beside the page; a change before that would go unseen.
  for (const amount of ['9300000.00', '9400000.00', '9500000.00']) {
    const record = await visit.api.call('GET', `api/v1/opportunities('${watched.id}')`);
    await visit.api.change('opportunities', record, { amount: { amount, currency: 'EUR' } });
    if (
      await grown.waitFor({ timeout: 6000 }).then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error('the forecast did not follow');
}

export async function moveThatMeetsAnotherIsSettledInTheCard(visit) {
  const { watched, open, lost } = visit.company;
  const [reason] = await visit.api.rows('loss_reasons', { $top: '1' });
  const page = await visit.enter('opportunities?view=board');
  const card = page.locator(`[data-card="${watched.id}"]`);
  const askToLose = async () => {
    await card.getByRole('link').first().focus();
    await page.keyboard.press('m');
    const item = page.getByRole('menuitem', { name: lost.name });
    await item.focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: `Antes de pasar a ${lost.name}, completa` });
    await form.getByLabel('Motivo de pérdida').selectOption({ label: reason.name });
    return form;
  };
  const meanwhile = async (values) => {
    const record = await visit.api.call('GET', `api/v1/opportunities('${watched.id}')`);
    await visit.api.change('opportunities', record, values);
  };

  // Somebody moves it elsewhere: the card says who and where, and nothing is overwritten.
  let form = await askToLose();
  await meanwhile({ stage_id: open[2].id });
  await form.getByRole('button', { name: 'Mover' }).click();
  const conflict = page.getByRole('group', { name: 'Dos cambios a la vez' });
  await conflict.getByText(`ahora está en ${open[2].name}`).waitFor();
  await conflict.getByText('Eva Prueba').waitFor();
  await conflict.getByRole('button', { name: 'Dejarla ahí' }).click();
  await page.locator(`[data-stage="${open[2].id}"] [data-card="${watched.id}"]`).waitFor();

  // Somebody changes another field: the move is saved on top of it, and Ctrl Z takes it back.
  form = await askToLose();
  await meanwhile({ next_step: 'Llamar a la tienda de Zamora' });
  await form.getByRole('button', { name: 'Mover' }).click();
  await page.getByText(`${watched.name}, movida a ${lost.name}.`).waitFor();
  await card.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await page.locator(`[data-stage="${open[2].id}"] [data-card="${watched.id}"]`).waitFor();
  await card.getByText('Llamar a la tienda de Zamora').waitFor();
}
