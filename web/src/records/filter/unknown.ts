// SPDX-License-Identifier: Apache-2.0
// Names in the text of a filter that are none of the object's: the grammar takes every word for a
// field, and a sentence made of such a word would look right.
import type { ObjectDefinition } from '@/api/types';
import type { Path, Tree } from '@/filter';
import { fold } from './clauses';
import { asked, linkBehind, relationOf, type Objects } from './places';

export interface Unknown {
  name: string;
  at: number; // in the text
  meant?: string; // the field whose label it is
}

interface Scope {
  variable: string;
  object: ObjectDefinition | undefined; // undefined where the reader may not look
}

class Names {
  found: { path: Path; segment: string; object: ObjectDefinition } | null = null;
  constructor(private readonly objects: Objects) {}

  // Where a path ends; notes the first segment that is not known.
  private walk(path: Path, scopes: Scope[]): ObjectDefinition | undefined {
    const scope = scopes.findLast(({ variable }) => variable === path.segments[0]);
    let place = (scope ?? scopes[0]!).object;
    for (const segment of path.segments.slice(scope ? 1 : 0)) {
      if (!place || segment.startsWith('@') || segment.startsWith('$')) return undefined;
      const field = asked(place, segment);
      const relation = relationOf(place, segment);
      if (relation) {
        place = this.objects.get(relation.target);
        continue;
      }
      if (field) {
        if (!field.target) return undefined;
        place = this.objects.get(field.target);
        continue;
      }
      const link = linkBehind(place, segment);
      if (!link) {
        if (segment !== 'id') this.found ??= { path, segment, object: place };
        return undefined;
      }
      place = this.objects.get(link.target!);
    }
    return place;
  }

  visit(tree: Tree, scopes: Scope[]) {
    if (this.found) return;
    switch (tree.kind) {
      case 'path':
        this.walk(tree, scopes);
        break;
      case 'negate':
      case 'not':
        this.visit(tree.over, scopes);
        break;
      case 'compare':
      case 'arithmetic':
        this.visit(tree.left, scopes);
        this.visit(tree.right, scopes);
        break;
      case 'in':
        [tree.subject, ...tree.items].forEach((part) => this.visit(part, scopes));
        break;
      case 'and':
      case 'or':
        tree.parts.forEach((part) => this.visit(part, scopes));
        break;
      case 'call':
        tree.args.forEach((part) => this.visit(part, scopes));
        break;
      case 'lambda': {
        const object = this.walk(tree.path, scopes);
        const inner = [...scopes, { variable: tree.variable, object }];
        if (tree.condition) this.visit(tree.condition, inner);
        break;
      }
      case 'literal':
        break;
    }
  }
}

// The place of a name as a whole word outside of quotes; 0 where it cannot be found.
function placeOf(text: string, name: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted;
    const before = text[at - 1] ?? ' ';
    const behind = text[at + name.length] ?? ' ';
    const whole = !/[\w@$]/.test(before) && !/\w/.test(behind);
    if (!quoted && whole && text.startsWith(name, at)) return at;
  }
  return 0;
}

export function unknownName(
  objects: Objects,
  object: ObjectDefinition,
  text: string,
  tree: Tree,
): Unknown | null {
  const names = new Names(objects);
  names.visit(tree, [{ variable: '$it', object }]);
  if (!names.found) return null;
  const { path, segment, object: place } = names.found;
  const whole = path.segments.join('/');
  const at = placeOf(text, whole) + whole.lastIndexOf(segment);
  const label = fold(segment);
  const meant = place.fields.find((field) =>
    [field.label.es, field.label.en].some((one) => one && fold(one) === label),
  )?.name;
  return { name: segment, at, ...(meant && { meant }) };
}
