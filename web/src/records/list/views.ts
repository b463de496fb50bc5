// SPDX-License-Identifier: Apache-2.0
// Saved views: what they hold, which one opens first, who may change them.
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
