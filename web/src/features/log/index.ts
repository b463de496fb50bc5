// SPDX-License-Identifier: Apache-2.0
export { LogPage } from './LogPage';
