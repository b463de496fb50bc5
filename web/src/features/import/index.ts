// SPDX-License-Identifier: Apache-2.0
// Importing files: the page, and the link that lists show.
export { ImportPage } from './ImportPage';
export { ImportLink } from './ImportLink';
