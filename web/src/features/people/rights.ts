// SPDX-License-Identifier: Apache-2.0
// Rights and masks of a role as the page edits them, and the sentence that says them.
import type { ObjectDefinition } from '@/api/types';

export const kActions = ['read', 'create', 'update', 'remove', 'export', 'target'] as const;
export const kBreadths = ['none', 'own', 'team', 'team_and_below', 'all'] as const;

export type Action = (typeof kActions)[number];
export type Rights = Record<string, Partial<Record<Action, string>>>;
export type Mask = 'hidden' | 'read';
export type Masks = Record<string, Record<string, Mask>>;

// Reference data is everybody's to read; views, notices and delegations are each person's own,
// whatever the role says.
export const isMatterOfRoles = ({ name, sight }: Pick<ObjectDefinition, 'name' | 'sight'>) =>
  sight?.kind !== 'everyone' && sight?.kind !== 'personal' && name !== 'delegations';

// "*" stands for every object that is not named.
export const cellOf = (rights: Rights, object: string, action: Action): string =>
  (rights[object] ?? rights['*'])?.[action] ?? 'none';

export function withCell(rights: Rights, object: string, action: Action, breadth: string): Rights {
  return { ...rights, [object]: { ...(rights[object] ?? rights['*']), [action]: breadth } };
}

// What one may not see one neither changes, removes nor takes out as a file.
const kOnlyOfSeen: Action[] = ['update', 'remove', 'export'];

export function reachOf(rights: Rights, object: string, action: Action): string {
  const granted = cellOf(rights, object, action);
  const seen = kOnlyOfSeen.includes(action) ? cellOf(rights, object, 'read') : granted;
  const place = (breadth: string) => (kBreadths as readonly string[]).indexOf(breadth);
  return place(seen) < place(granted) ? seen : granted;
}

export function sentenceOf(rights: Rights, object: string, t: (key: string) => string): string {
  const parts = kActions
    .map((action) => [action, reachOf(rights, object, action)] as const)
    .filter(([, breadth]) => breadth !== 'none')
    .map(([action, breadth]) => `${t(`people:does.${action}`)} ${t(`people:reach.${breadth}`)}`);
  return parts.length > 0 ? `${parts.join('; ')}.` : t('people:does.nothing');
}

// Fields that go with hidden ones because they would tell them: "set.field" and the reasons.
export function alsoHidden(objects: ObjectDefinition[], masks: Masks): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const object of objects)
    for (const field of object.fields)
      if (masks[object.name]?.[field.name] === 'hidden')
        for (const other of field.hides ?? [])
          found.set(other, [...(found.get(other) ?? []), `${object.name}.${field.name}`]);
  return found;
}

// With whom a role shares its views: how far it may create and change them.
export const kSharing = ['own', 'team', 'all'] as const;

// The narrower of both: what one could share and not change afterwards is not shared.
export function sharingOf(rights: Rights): string {
  const reaches = [cellOf(rights, 'views', 'create'), cellOf(rights, 'views', 'update')];
  if (reaches.every((reach) => reach === 'all')) return 'all';
  return reaches.some((reach) => reach === 'own' || reach === 'none') ? 'own' : 'team';
}

// For the mark of a choice that is not saved yet.
export const differs = (before: string, now: string) => before !== now || undefined;

export const withSharing = (rights: Rights, reach: string): Rights =>
  withCell(withCell(rights, 'views', 'create', reach), 'views', 'update', reach);

export function withMask(masks: Masks, object: string, field: string, mask: Mask | 'write'): Masks {
  const fields = { ...masks[object] };
  if (mask === 'write') delete fields[field];
  else fields[field] = mask;
  const next = { ...masks, [object]: fields };
  if (Object.keys(fields).length === 0) delete next[object];
  return next;
}
