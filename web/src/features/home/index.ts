// SPDX-License-Identifier: Apache-2.0
export { HomePage } from './HomePage';
