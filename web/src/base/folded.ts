// SPDX-License-Identifier: Apache-2.0
// A text without accents and capitals, for comparing what people type.
export const folded = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
