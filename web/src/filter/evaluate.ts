// SPDX-License-Identifier: Apache-2.0
// What a filter says about one record of the API, with the meaning it has on the server: null is
// only ever equal to null, and a condition is true or false, never unknown.
import { calculate, exact, round } from './number';
import { dayParts, durationOf, localDay, localParts, moveDay, timeOf } from './time';
import type { Arithmetic, Call, Lambda, Literal, Path, Tree } from './tree';
import {
  idOf,
  none,
  orderOf,
  same,
  textCall,
  textual,
  thousandths,
  truth,
  valueOf,
  whole,
  type FilterField,
  type Value,
} from './values';

export type ApiRecord = Readonly<{ [field: string]: unknown }>;

// The part of the definitions (GET /api/v1/definitions) that filters need.
export interface FilterObject {
  name: string;
  fields: readonly FilterField[];
  relations?: readonly { name: string; target: string }[];
  many_links?: readonly { name: string; target: string }[];
}

export interface EvaluateOptions {
  object: string;
  definitions: Readonly<Record<string, FilterObject>>;
  zone: string;
  now: number; // milliseconds
  today: string;
  me: string;
  // The living, visible record behind a link field, and the records of a relation or many-to-many
  // link.
  follow?: (record: ApiRecord, link: FilterField) => ApiRecord | null;
  related?: (record: ApiRecord, object: FilterObject, name: string) => readonly ApiRecord[];
  below?: (tree: string, root: string) => readonly string[];
}

interface Scope {
  variable: string;
  record: ApiRecord;
  object: FilterObject;
}
interface Place {
  scope: Omit<Scope, 'variable'> | null;
  object: FilterObject;
  rest: string[];
}

class Evaluator {
  private readonly scopes: Scope[];

  constructor(
    record: ApiRecord,
    private readonly options: EvaluateOptions,
  ) {
    this.scopes = [{ variable: '$it', record, object: this.objectOf(options.object) }];
  }

  condition(tree: Tree): boolean {
    switch (tree.kind) {
      case 'and':
        return tree.parts.every((part) => this.condition(part));
      case 'or':
        return tree.parts.some((part) => this.condition(part));
      case 'not':
        return !this.condition(tree.over);
      case 'compare':
        return this.compare(tree.op, this.value(tree.left), this.value(tree.right));
      case 'in': {
        const subject = this.value(tree.subject);
        return tree.items.some((item) => same(subject, this.value(item)));
      }
      case 'lambda':
        return this.lambda(tree);
      case 'call':
        return this.test(tree);
      default: {
        const value = this.value(tree);
        return value.type === 'boolean' && value.value;
      }
    }
  }

  private compare(op: string, left: Value, right: Value): boolean {
    if (op === 'eq') return same(left, right);
    if (op === 'ne') return !same(left, right);
    const result = orderOf(left, right);
    if (result === null) return false;
    return op === 'gt'
      ? result > 0
      : op === 'ge'
        ? result >= 0
        : op === 'lt'
          ? result < 0
          : result <= 0;
  }

  private objectOf(name: string): FilterObject {
    const object = this.options.definitions[name];
    if (!object) throw new Error(`filter: no definition of ${name}`);
    return object;
  }

  // Follows the links of a path as far as they go.
  private walk(path: Path): Place {
    const first = path.segments[0] === '$this' ? '$it' : path.segments[0];
    const scope = this.scopes.findLast((one) => one.variable === first);
    const start = scope ?? this.scopes[0]!;
    const rest = path.segments.slice(scope ? 1 : 0);
    let record: ApiRecord | null = start.record;
    let object = start.object;
    while (rest.length > 1) {
      const link = object.fields.find(
        (field) => field.name === `${rest[0]}_id` && field.type === 'link',
      );
      if (!link || object.fields.some((field) => field.name === rest[0])) break;
      record =
        record === null || record[link.name] == null
          ? null
          : (this.options.follow?.(record, link) ?? null);
      object = this.objectOf(link.target ?? '');
      rest.shift();
    }
    return { scope: record === null ? null : { record, object }, object, rest };
  }

  private elements(place: Place): { rows: readonly ApiRecord[]; target: FilterObject } {
    const name = place.rest[0];
    const step = [...(place.object.relations ?? []), ...(place.object.many_links ?? [])].find(
      (one) => one.name === name,
    );
    if (!step) throw new Error(`filter: no list ${name}`);
    const rows =
      place.scope === null
        ? []
        : (this.options.related?.(place.scope.record, place.object, step.name) ?? []);
    return { rows, target: this.objectOf(step.target) };
  }

  private path(path: Path): Value {
    const place = this.walk(path);
    if (place.rest[1] === '$count') return whole(this.elements(place).rows.length);
    const field = place.object.fields.find((one) => one.name === place.rest[0]);
    if (!field) throw new Error(`filter: no field ${place.rest.join('/')}`);
    return place.scope === null
      ? none
      : valueOf(field, place.scope.record[field.name], place.rest[1]);
  }

  private lambda(tree: Lambda): boolean {
    const { rows, target } = this.elements(this.walk(tree.path));
    const inner = tree.condition;
    if (inner === null) return rows.length > 0;
    const holds = (record: ApiRecord) => {
      this.scopes.push({ variable: tree.variable, record, object: target });
      const result = this.condition(inner);
      this.scopes.pop();
      return result;
    };
    return tree.all ? rows.every(holds) : rows.some(holds);
  }

  private value(tree: Tree): Value {
    switch (tree.kind) {
      case 'literal':
        return this.literal(tree);
      case 'path':
        return this.path(tree);
      case 'negate': {
        const over = this.value(tree.over);
        return over.type === 'number'
          ? { type: 'number', value: { digits: -over.value.digits, scale: over.value.scale } }
          : none;
      }
      case 'arithmetic':
        return this.arithmetic(tree);
      case 'call':
        return this.call(tree);
      default:
        return truth(this.condition(tree));
    }
  }

  private literal({ literal, text }: Literal): Value {
    switch (literal) {
      case 'null':
        return none;
      case 'boolean':
        return truth(text === 'true');
      case 'number':
        return { type: 'number', value: exact(text) };
      case 'date':
        return { type: 'date', value: text };
      case 'instant':
        return { type: 'instant', value: Date.parse(text) };
      case 'time':
        return whole(timeOf(text));
      default:
        return textual(text);
    }
  }

  private choice(args: readonly Tree[]): Value {
    for (let at = 0; at + 1 < args.length; at += 2) {
      if (this.condition(args[at]!)) return this.value(args[at + 1]!);
    }
    return none;
  }

  private arithmetic(tree: Arithmetic): Value {
    const left = this.value(tree.left);
    if (tree.right.kind === 'literal' && tree.right.literal === 'duration') {
      const ms = durationOf(tree.right.text) * (tree.op === 'sub' ? -1 : 1);
      if (left.type === 'instant') return { type: 'instant', value: left.value + ms };
      return left.type === 'date' ? { type: 'date', value: moveDay(left.value, ms) } : none;
    }
    const right = this.value(tree.right);
    if (left.type !== 'number' || right.type !== 'number') return none;
    const result = calculate(tree.op, left.value, right.value);
    return result === null ? none : { type: 'number', value: result };
  }

  private test(tree: Call): boolean {
    if (tree.name === 'clientela.below') return this.below(tree);
    const value = this.call(tree);
    return value.type === 'boolean' && value.value;
  }

  private below(tree: Call): boolean {
    const [over, root] = tree.args;
    if (over?.kind !== 'path' || root?.kind !== 'literal') throw new Error('filter: below');
    const place = this.walk(over);
    const field = place.object.fields.find((one) => one.name === place.rest[0]);
    const many = field ? null : this.elements(place);
    const tested = field
      ? [place.scope === null ? null : place.scope.record[field.name]]
      : many!.rows.map((row) => row['id']);
    const target = many ? many.target.name : (field?.target ?? place.object.name);
    const branch = new Set((this.options.below?.(target, idOf(root.text)) ?? []).map(idOf));
    return tested.some((id) => id != null && branch.has(idOf(String(id))));
  }

  private call(tree: Call): Value {
    switch (tree.name) {
      case 'clientela.me':
        return { type: 'id', value: idOf(this.options.me) };
      case 'clientela.today':
        return { type: 'date', value: this.options.today };
      case 'now':
        return { type: 'instant', value: this.options.now };
      case 'mindatetime':
        return { type: 'instant', value: Date.parse('0001-01-01T00:00:00Z') };
      case 'maxdatetime':
        return { type: 'instant', value: Date.parse('9999-12-31T23:59:59.999Z') };
      case 'clientela.below':
        return truth(this.below(tree));
      case 'case':
        return this.choice(tree.args);
      case 'totalseconds': {
        const [over] = tree.args;
        return over?.kind === 'literal' ? thousandths(durationOf(over.text)) : none;
      }
    }
    const [first = none, ...more] = tree.args.map((arg) => this.value(arg));
    // Tests of texts are false, not null, where a part is missing.
    const tests = ['contains', 'startswith', 'endswith'].includes(tree.name);
    if ([first, ...more].some((value) => value.type === 'null')) return tests ? truth(false) : none;
    if (first.type === 'text') return textCall(tree.name, first.value, more);
    if (first.type === 'number') return { type: 'number', value: round(tree.name, first.value) };
    if (first.type === 'date')
      return tree.name === 'date' ? first : whole(dayParts(first.value)[tree.name] ?? 0);
    if (first.type !== 'instant') return none;
    if (tree.name === 'date')
      return { type: 'date', value: localDay(first.value, this.options.zone) };
    const fraction = ((first.value % 1000) + 1000) % 1000;
    if (tree.name === 'fractionalseconds') return thousandths(fraction);
    // The API shows moments in UTC.
    if (tree.name === 'totaloffsetminutes') return whole(0);
    const parts = localParts(first.value, this.options.zone);
    if (tree.name !== 'time') return whole(parts[tree.name] ?? 0);
    const { hour = 0, minute = 0, second = 0 } = parts;
    return whole(((hour * 60 + minute) * 60 + second) * 1000 + fraction);
  }
}

// True where there is no filter.
export function evaluate(tree: Tree | null, record: ApiRecord, options: EvaluateOptions): boolean {
  return tree === null || new Evaluator(record, options).condition(tree);
}
