// SPDX-License-Identifier: Apache-2.0
// States and kinds in small: `Chip` is a tinted word, `Dot` a coloured dot before its word. Colour
// never stands alone: the word is always there.
import type { ReactNode } from 'react';
import css from './Chip.module.css';

export type Tone = 'neutral' | 'accent' | 'ok' | 'attention' | 'danger' | 'info';

export const toneOf = (tone: string | undefined): Tone =>
  tone && ['accent', 'ok', 'attention', 'danger', 'info'].includes(tone)
    ? (tone as Tone)
    : 'neutral';

export function Chip({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={css.chip} data-tone={tone}>
      {children}
    </span>
  );
}

export function Dot({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={css.state}>
      <span className={css.dot} data-tone={tone} aria-hidden />
      <span className={css.word}>{children}</span>
    </span>
  );
}
