// SPDX-License-Identifier: Apache-2.0
export { InboxPage } from './InboxPage';
