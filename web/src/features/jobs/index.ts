// SPDX-License-Identifier: Apache-2.0
export { JobsPage } from './JobsPage';
