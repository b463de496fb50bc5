// SPDX-License-Identifier: Apache-2.0
export function PeoplePage() { return null; }
export function PeopleTabs() { return null; }
export function UserActs() { return null; }
