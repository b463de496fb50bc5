// SPDX-License-Identifier: Apache-2.0
// Rights and reserved fields of a role are one value each in the log; what differs between two of
// them is what somebody changed.
type Cells = Record<string, Record<string, string>>;

export interface RoleDifference {
  object: string; // "*": every object that is not named
  part: string; // an action, or a field
  before: string;
  after: string;
}

export const kRoleFields: Record<string, string> = { rights: 'none', masks: 'write' };

function cellsOf(value: unknown): Cells {
  if (typeof value !== 'string') return (value as Cells | null) ?? {};
  try {
    return (JSON.parse(value) as Cells | null) ?? {};
  } catch {
    return {};
  }
}

// `unset` is what holds where nothing is said.
export function roleDifferences(before: unknown, after: unknown, unset: string): RoleDifference[] {
  const [was, is] = [cellsOf(before), cellsOf(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((object) =>
    [...new Set([...Object.keys(was[object] ?? {}), ...Object.keys(is[object] ?? {})])]
      .map((part) => ({
        object,
        part,
        before: was[object]?.[part] ?? unset,
        after: is[object]?.[part] ?? unset,
      }))
      .filter((difference) => difference.before !== difference.after),
  );
}
