// SPDX-License-Identifier: Apache-2.0
// Where a record page was opened from: the ids of that list in their order, for previous and next.
export interface Trail {
  object: string;
  ids: string[];
  total: number | undefined;
  href: string;
  label: string;
}

let trail: Trail | null = null;

export function rememberTrail(next: Trail) {
  trail = next;
}

export const trailOf = (object: string, id: string) =>
  trail && trail.object === object && trail.ids.includes(id) ? trail : null;
