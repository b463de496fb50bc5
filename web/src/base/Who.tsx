// SPDX-License-Identifier: Apache-2.0
// People and things by their initials: `Face` (a round picture of a colleague), `Tile` (a square
// for an account or product), `Who` (face and name).
import css from './Who.module.css';
import { initialsOf, stableChoice } from './format';

export function Face({ name, size = 20 }: { name: string; size?: 20 | 24 | 28 }) {
  return (
    <span className={css.face} data-size={size} data-color={stableChoice(name, 7)} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}

export function Tile({ name, size = 24 }: { name: string; size?: 20 | 24 | 32 | 52 }) {
  return (
    <span className={css.tile} data-size={size} data-color={stableChoice(name, 7)} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}

export function Who({ name, short = false }: { name: string; short?: boolean }) {
  return (
    <span className={css.who}>
      <Face name={name} />
      <span className={css.name} title={name}>
        {short ? name.split(' ')[0] : name}
      </span>
    </span>
  );
}
