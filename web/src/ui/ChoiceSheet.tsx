// SPDX-License-Identifier: Apache-2.0
// A short list to choose one thing from, by pointer, arrows or first letter.
import { useEffect, useRef } from 'react';
import { folded } from '@/base/folded';
import { ObjectIcon } from '@/base/ObjectIcon';
import { releaseKeys } from '@/base/shortcuts';
import { Dialog } from './Dialog';
import css from './ChoiceSheet.module.css';

export interface Choice {
  key: string;
  label: string;
  icon?: string;
}

export function ChoiceSheet({
  title,
  choices,
  choose,
  close,
}: {
  title: string;
  choices: Choice[];
  choose: (key: string) => void;
  close: () => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])];
  // The next one that begins with the letter.
  const goTo = (letter: string) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const inTurn = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    inTurn.find((one) => folded(one.textContent ?? '').startsWith(folded(letter)))?.focus();
  };
  // Letters typed before the sheet was there; the first choice takes the focus a moment later.
  useEffect(() => {
    const typed = releaseKeys();
    if (typed) setTimeout(() => goTo(typed[0]!), 0);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <Dialog title={title} size={360} high close={close}>
      <div
        ref={list}
        className={css.list}
        onKeyDown={(event) => {
          const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
          if (plain && /^\p{L}$/u.test(event.key)) return goTo(event.key);
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          const all = buttons();
          const at = all.indexOf(document.activeElement as HTMLButtonElement);
          all[(at + (event.key === 'ArrowDown' ? 1 : -1) + all.length) % all.length]?.focus();
        }}
      >
        {choices.map((choice, index) => (
          <button
            key={choice.key}
            type="button"
            className={css.choice}
            data-autofocus={index === 0 || undefined}
            onClick={() => choose(choice.key)}
          >
            <ObjectIcon name={choice.icon} />
            {choice.label}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
