// SPDX-License-Identifier: Apache-2.0
// The search palette (field in the sidebar and Ctrl K are one box).
export { SearchPalette, useSearchPalette } from './palette';
