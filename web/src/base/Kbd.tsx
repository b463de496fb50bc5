// SPDX-License-Identifier: Apache-2.0
// A key, as printed on buttons and on the keyboard sheet.
import css from './Kbd.module.css';

export function Kbd({ children, on = 'surface' }: { children: string; on?: 'surface' | 'accent' }) {
  return (
    <kbd className={css.kbd} data-on={on} aria-hidden>
      {children}
    </kbd>
  );
}
