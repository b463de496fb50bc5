// SPDX-License-Identifier: Apache-2.0
// Recursive descent over OData 4.01 $filter, one function per level of precedence, as
// src/filter/parse.cc.
import { functions, levels, shapes, wordShape } from './grammar';
import type { ArithmeticOperator, CompareOperator, LiteralKind, Tree } from './tree';

export class FilterSyntaxError extends Error {
  constructor(
    readonly code: string,
    readonly at: number,
    readonly detail = '',
  ) {
    super(`${code} at ${at}${detail ? `: ${detail}` : ''}`);
  }
}

const depthMax = 50;
const textMax = 8192;

class Parser {
  private at = 0;
  private nesting = 0;

  constructor(private readonly source: string) {}

  whole(): Tree {
    if (new TextEncoder().encode(this.source).length > textMax) this.fail('too_long', textMax);
    this.space();
    const tree = this.condition();
    this.space();
    if (this.at < this.source.length) this.fail('unexpected');
    return tree;
  }

  private fail(code: string, at = this.at, detail = ''): never {
    throw new FilterSyntaxError(code, at, detail);
  }

  private space() {
    while (this.source[this.at] === ' ' || this.source[this.at] === '\t') this.at += 1;
  }

  private take(sign: string): boolean {
    const before = this.at;
    this.space();
    if (this.source[this.at] === sign) {
      this.at += 1;
      return true;
    }
    this.at = before;
    return false;
  }

  private expect(sign: string) {
    this.space();
    if (!this.take(sign)) this.fail('expected', this.at, sign);
  }

  private match(shape: RegExp): string | null {
    shape.lastIndex = this.at;
    return shape.exec(this.source)?.[0] ?? null;
  }

  private nested<T>(read: () => T): T {
    this.nesting += 1;
    if (this.nesting > depthMax) this.fail('too_deep');
    const result = read();
    this.nesting -= 1;
    return result;
  }

  private condition(): Tree {
    return this.nested(() => this.chain('or'));
  }

  // Takes " NAME " when it comes next; white space on both sides is part of the operator.
  private infix(name: string): boolean {
    const found = new RegExp(
      `[ \\t]+${name}(?:[ \\t]+${name === 'in' ? '|(?=[(\\[])' : ''})`,
      'iy',
    );
    const operator = this.match(found);
    if (operator === null) return false;
    this.at += operator.length;
    return true;
  }

  private chain(kind: 'or' | 'and'): Tree {
    const parts: Tree[] = [];
    do parts.push(kind === 'or' ? this.chain('and') : this.binary(0));
    while (this.infix(kind));
    return parts.length === 1 ? parts[0]! : { kind, parts };
  }

  private binary(level: number): Tree {
    const operators = levels[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (let count = 0; ; count += 1) {
      const op = operators.find((name) => this.infix(name));
      if (op === undefined) return left;
      if (count >= depthMax) this.fail('too_deep');
      const right = this.binary(level + 1);
      left =
        level < 2
          ? { kind: 'compare', op: op as CompareOperator, left, right }
          : { kind: 'arithmetic', op: op as ArithmeticOperator, left, right };
    }
  }

  private unary(): Tree {
    const not = this.match(/not(?=[ \t(])/iy);
    const minus = this.source[this.at] === '-' && this.literalShape() === null;
    if (not === null && !minus) return this.membership();
    this.at += not === null ? 1 : 3;
    this.space();
    const over = this.nested(() => this.unary());
    return { kind: not === null ? 'negate' : 'not', over };
  }

  private membership(): Tree {
    const subject = this.primary();
    if (!this.infix('in')) return subject;
    const sign = this.source[this.at];
    if (sign !== '(' && sign !== '[') this.fail('expected', this.at, '(');
    const items = this.list(sign === '(' ? ')' : ']');
    return { kind: 'in', subject, items };
  }

  private list(end = ')'): Tree[] {
    this.at += 1;
    const items: Tree[] = [];
    if (this.take(end)) return items;
    do {
      this.space();
      items.push(end === ']' ? this.item() : this.condition());
    } while (this.take(','));
    this.expect(end);
    return items;
  }

  // An item of an array may be a text of JSON.
  private item(): Tree {
    const found = this.match(/"(?:[^"\\]|\\.)*"/y);
    if (found === null) return this.condition();
    this.at += found.length;
    return { kind: 'literal', literal: 'string', text: String(JSON.parse(found)) };
  }

  // case(condition:value,...): the arguments in pairs.
  private choice(): Tree {
    this.at += 1;
    const args: Tree[] = [];
    do {
      this.space();
      args.push(this.condition());
      this.expect(':');
      this.space();
      args.push(this.condition());
    } while (this.take(','));
    this.expect(')');
    return { kind: 'call', name: 'case', args };
  }

  private literalShape(): { literal: LiteralKind; text: string } | null {
    for (const [literal, shape] of shapes) {
      const found = this.match(shape);
      if (found !== null) return { literal, text: found };
    }
    return null;
  }

  private primary(): Tree {
    const sign = this.source[this.at];
    if (sign === '(') {
      this.at += 1;
      this.space();
      const inner = this.condition();
      this.expect(')');
      return inner;
    }
    if (sign === "'") return { kind: 'literal', literal: 'string', text: this.quoted() };
    const literal = this.literalShape();
    if (literal !== null) {
      this.at += literal.text.length;
      return { kind: 'literal', ...literal };
    }
    if (this.match(wordShape) !== null) return this.named();
    return this.fail('expected_expression');
  }

  private quoted(): string {
    const found = this.match(/'((?:[^']|'')*)'(?!')/y);
    if (found === null) this.fail('open_quote');
    this.at += found.length;
    return found.slice(1, -1).replaceAll("''", "'");
  }

  private word(): string {
    const found = this.match(wordShape);
    if (found === null) this.fail('expected_name');
    this.at += found.length;
    return found;
  }

  private named(): Tree {
    const start = this.at;
    let name = this.word();
    while (this.source[this.at] === '.') {
      this.at += 1;
      name += `.${this.word()}`;
    }
    const small = name.toLowerCase();
    const next = this.source[this.at];
    if (small === 'duration' && next === "'")
      return { kind: 'literal', literal: 'duration', text: this.quoted() };
    if (next === '(') return this.call(start, small);
    if (next !== '/' && small === 'null') return { kind: 'literal', literal: 'null', text: small };
    if (next !== '/' && (small === 'true' || small === 'false'))
      return { kind: 'literal', literal: 'boolean', text: small };
    if (name.includes('.')) this.fail('unsupported', start, name);
    return this.pathOrLambda(name);
  }

  private call(start: number, name: string): Tree {
    if (name === 'case') return this.choice();
    const shape = functions[name];
    if (!shape) this.fail('unknown_function', start, name);
    const args = this.list();
    if (args.length < shape[0] || args.length > shape[1]) this.fail('arguments', start, name);
    return { kind: 'call', name, args };
  }

  private pathOrLambda(first: string): Tree {
    const segments = [first];
    while (this.source[this.at] === '/') {
      this.at += 1;
      const start = this.at;
      const segment = this.word();
      if (this.source[this.at] !== '(') segments.push(segment);
      else if (segment === 'any' || segment === 'all')
        return this.lambda(segments, segment === 'all');
      else this.fail('unsupported', start, segment);
    }
    return { kind: 'path', segments };
  }

  private lambda(segments: string[], all: boolean): Tree {
    const over = { kind: 'path' as const, segments };
    this.at += 1;
    if (this.take(')')) {
      if (all) this.fail('expected_expression', this.at - 1);
      return { kind: 'lambda', path: over, all, variable: '', condition: null };
    }
    this.space();
    const variable = this.word();
    this.expect(':');
    this.space();
    const condition = this.condition();
    this.expect(')');
    return { kind: 'lambda', path: over, all, variable, condition };
  }
}

// The tree of a filter; throws FilterSyntaxError with the position of the first mistake.
export const parse = (source: string): Tree => new Parser(source).whole();
