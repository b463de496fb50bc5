// SPDX-License-Identifier: Apache-2.0
// Entering: wrong and right password, and the one-time link of a new colleague.
async function fillIn(page, { email, password }) {
  await page.getByLabel('Correo').fill(email);
  await page.getByLabel('Contraseña', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Entrar' }).click();
}

export async function signsInWithTheRightPasswordOnly(visit) {
  const page = await visit.stranger();
  await page.goto(visit.base);
  await visit.mustBeAccessible(page, 'login');
  await fillIn(page, { email: visit.person.email, password: 'no-es-esta-frase' });
  await page.getByRole('alert').getByText('El correo o la contraseña no coinciden.').waitFor();
  await fillIn(page, visit.person);
  await page.getByRole('navigation').first().waitFor();
  await page.getByRole('button', { name: `Menú de ${visit.person.name}` }).click();
  await page.getByRole('menuitem', { name: 'Salir' }).click();
  await page.getByRole('heading', { name: 'Entra en Clientela' }).waitFor();
}

// The session ends under a form: whoever signs in again finds it saved.
export async function whatWasBeingSavedIsSavedAfterSigningInAgain(visit) {
  const page = await visit.enter('accounts/new');
  await page.getByLabel(/^Nombre/).first().fill('Zafra Tardía');
  await page.context().clearCookies();
  await page.getByRole('button', { name: /^Guardar/ }).click();
  await page.getByRole('heading', { name: 'Tu sesión ha terminado' }).waitFor();
  await page.getByLabel('Contraseña', { exact: true }).fill(visit.person.password);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.getByRole('heading', { name: 'Zafra Tardía' }).first().waitFor();
}

export async function oneTimeLinkSetsAPassword(visit) {
  const [role] = await visit.api.rows('roles', { $filter: "name eq 'sales_representative'" });
  const colleague = { email: 'nuria@prueba.example', password: 'otra-frase-larga-y-buena' };
  const user = await visit.api.create('users', {
    name: 'Nuria Nueva',
    email: colleague.email,
    role_id: role.id,
  });
  const page = await visit.enter(`users/${user.id}`);
  await page.getByRole('button', { name: 'Más' }).first().click();
  await page.getByRole('menuitem', { name: 'Enlace de un solo uso' }).click();
  const address = await page.getByRole('dialog').getByRole('textbox').inputValue();

  const other = await visit.stranger();
  await other.goto(address);
  await other.getByLabel('Contraseña nueva').fill('corta');
  await other.getByRole('button', { name: 'Guardar contraseña' }).click();
  await other.getByRole('alert').getByText('al menos').waitFor();
  await other.getByLabel('Contraseña nueva').fill(colleague.password);
  await other.getByRole('button', { name: 'Guardar contraseña' }).click();
  await other.getByRole('button', { name: 'Ir a la entrada' }).click();
  await fillIn(other, colleague);
  await other.getByRole('button', { name: 'Menú de Nuria Nueva' }).waitFor();

  // Once means once.
  const late = await visit.stranger();
  await late.goto(address);
  await late.getByLabel('Contraseña nueva').fill('una-tercera-frase-larga');
  await late.getByRole('button', { name: 'Guardar contraseña' }).click();
  await late.getByRole('alert').waitFor();
}
