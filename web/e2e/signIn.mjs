// SPDX-License-Identifier: Apache-2.0
// Enters through the login page, as a person does.
export async function signIn({ page, base, email, password }, hash = '#/') {
  await page.goto(`${base}${hash}`);
  await page.getByLabel('Correo').fill(email);
  await page.getByLabel('Contraseña', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.getByRole('navigation').first().waitFor();
}

export const openFirst = async (page) => {
  await page.locator('[role=grid] [role=rowgroup] [role=row]').nth(1).waitFor();
  await page.locator('[role=grid]').focus();
};
