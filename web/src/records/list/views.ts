// SPDX-License-Identifier: Apache-2.0
// Saved views: what they hold, which one opens first, who may change them.
import { parse, type Tree } from '@/filter';
import type { Me, ObjectDefinition, StoredRecord } from '@/api/types';
import { fieldOf, manyLinkOf, withTitleFirst } from '../fields';

export interface Columns {
  names: string[];
  widths: Record<string, number>;
  pinned: number; // how many at the left stand still; at least the title
}

interface KeptColumn {
  name: string;
  width?: number;
  pinned?: boolean;
}

// Columns are kept as names, or as objects where a width or a pin belongs to them.
export function columnsFrom(kept: unknown): Columns | null {
  let list = kept;
  if (typeof kept === 'string') {
    try {
      list = JSON.parse(kept);
    } catch {
      return null;
    }
  }
  if (!Array.isArray(list)) return null;
  const columns = list.map((one): KeptColumn =>
    typeof one === 'string' ? { name: one } : (one as KeptColumn),
  );
  const firstLoose = columns.findIndex((column) => !column.pinned);
  return {
    names: columns.map(({ name }) => name),
    widths: Object.fromEntries(
      columns.flatMap(({ name, width }) => (width ? [[name, width] as const] : [])),
    ),
    pinned: Math.max(1, firstLoose < 0 ? columns.length : firstLoose),
  };
}

export const columnsToKeep = ({ names, widths, pinned }: Columns) =>
  names.map((name, index) => {
    const width = widths[name];
    const isPinned = pinned > 1 && index < pinned;
    return width || isPinned
      ? { name, ...(width ? { width } : {}), ...(isPinned ? { pinned: true } : {}) }
      : name;
  });

// What the object still has, with the title at its head.
export function knownColumns(object: ObjectDefinition, columns: Columns): Columns {
  const names = withTitleFirst(
    object,
    columns.names.filter((name) => fieldOf(object, name) ?? manyLinkOf(object, name)),
  );
  return { ...columns, names, pinned: Math.max(1, Math.min(columns.pinned, names.length)) };
}

// Fields of the object itself that a filter names; those of other objects are the server's matter.
function namesIn(tree: Tree): string[] {
  switch (tree.kind) {
    case 'path':
      return tree.segments.length === 1 || /^(amount|currency)$/.test(tree.segments[1]!)
        ? [tree.segments[0]!]
        : [];
    case 'negate':
    case 'not':
      return namesIn(tree.over);
    case 'compare':
    case 'arithmetic':
      return [...namesIn(tree.left), ...namesIn(tree.right)];
    case 'in':
      return [tree.subject, ...tree.items].flatMap(namesIn);
    case 'and':
    case 'or':
      return tree.parts.flatMap(namesIn);
    case 'call':
      return tree.args.flatMap(namesIn);
    default:
      return [];
  }
}

// Whether the reader sees every field that a view filters, sorts or groups by; the server refuses
// the others.
export function isReadable(object: ObjectDefinition, view: StoredRecord): boolean {
  const plain = [view.sort, view.grouping].flatMap((text) =>
    typeof text === 'string' ? text.split(',').map((one) => one.trim().replace(/^[-+]/, '')) : [],
  );
  let filtered: string[] = [];
  try {
    filtered = typeof view.filter === 'string' && view.filter ? namesIn(parse(view.filter)) : [];
  } catch {
    // What cannot be read is shown with its fault, so that it can be mended.
  }
  return [...plain, ...filtered].every(
    (name) =>
      !/^[a-z_0-9]+$/.test(name) ||
      name === 'id' ||
      fieldOf(object, name) !== undefined ||
      manyLinkOf(object, name) !== undefined,
  );
}

const kNearness: Record<string, number> = { private: 0, team: 1, everyone: 2 };

// One's own first, then the team's, then everyone's.
export function firstView(views: StoredRecord[], me: Me): StoredRecord | undefined {
  const near = (view: StoredRecord) =>
    view.owner_id === me.user.id ? -1 : (kNearness[String(view.shared)] ?? 3);
  return views
    .filter((view) => view.opens_first === true)
    .sort((one, other) => near(one) - near(other))[0];
}

// With whom the reader may share a view: how far their right on views reaches.
export function sharings(views: ObjectDefinition | undefined, me: Me, act: 'create' | 'update') {
  const reach = String(views?.rights?.[act]);
  if (me.administers || reach === 'all') return ['private', 'team', 'everyone'];
  return reach === 'team' || reach === 'team_and_below' ? ['private', 'team'] : ['private'];
}

// Shared views are changed by who made them, and by administrators.
export const mayChange = (view: StoredRecord, me: Me) =>
  view.owner_id === me.user.id || (me.administers && view.shared !== 'private');
