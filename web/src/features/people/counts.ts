// SPDX-License-Identifier: Apache-2.0
// Numbers of a tree's nodes with everything below them.
export function withBelow(
  nodes: { key: string; parent: string | null }[],
  own: ReadonlyMap<string, number>,
): Map<string, number> {
  const parents = new Map(nodes.map((node) => [node.key, node.parent]));
  const sums = new Map(nodes.map((node) => [node.key, 0]));
  for (const node of nodes) {
    const passed = new Set<string>();
    for (
      let at: string | null = node.key;
      at !== null && sums.has(at) && !passed.has(at);
      at = parents.get(at) ?? null
    ) {
      passed.add(at);
      sums.set(at, sums.get(at)! + (own.get(node.key) ?? 0));
    }
  }
  return sums;
}
