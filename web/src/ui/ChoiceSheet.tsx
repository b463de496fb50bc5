// SPDX-License-Identifier: Apache-2.0
// A short list to choose one thing from, by pointer, arrows or first letter.
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ObjectIcon } from '@/base/ObjectIcon';
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
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={360}
      closeButtonProps={{ 'aria-label': t('base:close') }}
    >
      <div
        className={css.list}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          const buttons = [...event.currentTarget.querySelectorAll('button')];
          const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
          buttons[
            (at + (event.key === 'ArrowDown' ? 1 : -1) + buttons.length) % buttons.length
          ]?.focus();
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
    </Modal>
  );
}
