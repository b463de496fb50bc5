// SPDX-License-Identifier: Apache-2.0
// Why something was not done, at the place where it was asked for.
import css from './Definitions.module.css';

export function Problem({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <p className={css.problem} role="alert">
      {text}
    </p>
  );
}
