// SPDX-License-Identifier: Apache-2.0
// The frame of every small dialog: what it is about, a way to close it, and under its content the
// problem and the acts. A dialog that asks something for long stays at the top (`high`), so that it
// does not jump while it grows.
import { Modal } from '@mantine/core';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/ActionIcon.css';
import '@mantine/core/styles/Input.css';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './Dialog.module.css';

export function Dialog({
  title,
  size,
  high = false,
  close,
  children,
}: {
  title: string;
  size: number;
  high?: boolean;
  close: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={size}
      centered={!high}
      closeButtonProps={{ 'aria-label': t('base:close') }}
    >
      {children}
    </Modal>
  );
}

export { Modal };

export function DialogProblem({ text }: { text?: string | null }) {
  if (!text) return null;
  return (
    <p className={css.problem} role="alert">
      {text}
    </p>
  );
}

export function DialogActs({ children }: { children: ReactNode }) {
  return <div className={css.acts}>{children}</div>;
}
