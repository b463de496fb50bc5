// SPDX-License-Identifier: Apache-2.0
// Days of a filter that are counted from the day it is asked: 'today', 'today+3', 'today-7'. A view
// saved with «hoy» asks for today tomorrow too.
import type { Tree } from '@/filter';

const kToday = 'clientela.today';

export const relativeDay = (days: number) =>
  days === 0 ? 'today' : `today${days > 0 ? '+' : ''}${days}`;

export function daysFromToday(value: unknown): number | null {
  const found = typeof value === 'string' ? /^today([+-]\d+)?$/.exec(value) : null;
  return found && Number(found[1] ?? 0);
}

export function relativeTree(days: number): Tree {
  const today: Tree = { kind: 'call', name: kToday, args: [] };
  if (days === 0) return today;
  return {
    kind: 'arithmetic',
    op: days > 0 ? 'add' : 'sub',
    left: today,
    right: { kind: 'literal', literal: 'duration', text: `P${Math.abs(days)}D` },
  };
}

export function daysOfTree(tree: Tree): number | null {
  if (tree.kind === 'call') return tree.name === kToday ? 0 : null;
  if (tree.kind !== 'arithmetic' || daysOfTree(tree.left) !== 0) return null;
  const days = tree.right.kind === 'literal' ? /^P(\d+)D$/.exec(tree.right.text)?.[1] : undefined;
  if (!days || (tree.op !== 'add' && tree.op !== 'sub')) return null;
  return tree.op === 'add' ? Number(days) : -Number(days);
}
