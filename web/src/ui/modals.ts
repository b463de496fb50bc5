// SPDX-License-Identifier: Apache-2.0
// Sheets that open above the page, loaded together when the first one is asked for.
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/ActionIcon.css';
import '@mantine/core/styles/Input.css';

export { ShortcutSheet } from './ShortcutSheet';
export { ChoiceSheet } from './ChoiceSheet';
export { LeaveSheet } from './LeaveSheet';
export { Modal } from '@mantine/core';
