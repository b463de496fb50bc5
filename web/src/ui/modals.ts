// SPDX-License-Identifier: Apache-2.0
// Sheets that open above the page, loaded together when the first one is asked for.
export { ShortcutSheet } from './ShortcutSheet';
export { ChoiceSheet } from './ChoiceSheet';
export { LeaveSheet } from './LeaveSheet';
