// SPDX-License-Identifier: Apache-2.0
// A filter in plain words, whatever its shape: «responsable › equipo es Sur y tienen oportunidades
// donde importe supera 5.000». Names of linked records stay parts of their own, because they are
// looked up when they are shown.
import type { TFunction } from 'i18next';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { formatDate, formatMoment, formatNumber } from '@/base/format';
import { currentLanguage, labelOf } from '@/base/i18n/i18n';
import type { Call, Compare, Lambda, Literal, Path, Tree } from '@/filter';
import { inSentence, oneLabel, optionOf } from '../fields';
import { isTime } from './operators';
import { asked, linkBehind, relationOf, type Objects } from './places';

export type Part = string | { target: string; id: string };

interface Scope {
  variable: string;
  object: ObjectDefinition;
}
interface Found {
  label: string;
  field?: FieldDefinition;
  target?: string; // of a list of records
  counts: boolean;
}

const firstText = (parts: Part[]) => (typeof parts[0] === 'string' ? parts[0] : '');

// «y» before an i is «e», «o» before an o is «u».
function conjunction(word: 'and' | 'or', next: string, t: TFunction): string {
  if (currentLanguage() === 'es') {
    if (word === 'and' && /^(i|hi(?!e))/iu.test(next.normalize('NFD'))) return t('filter:andI');
    if (word === 'or' && /^h?o/iu.test(next.normalize('NFD'))) return t('filter:orO');
  }
  return t(`list:${word}`);
}

function join(all: Part[][], word: 'and' | 'or', t: TFunction): Part[] {
  return all.flatMap((parts, index) =>
    index === 0 ? parts : [` ${conjunction(word, firstText(parts), t)} `, ...parts],
  );
}

class Words {
  private readonly scopes: Scope[];

  constructor(
    private readonly objects: Objects,
    object: ObjectDefinition,
    private readonly t: TFunction,
  ) {
    this.scopes = [{ variable: '$it', object }];
  }

  of(tree: Tree): Part[] {
    switch (tree.kind) {
      case 'and':
        return join(
          tree.parts.map((part) => (part.kind === 'or' ? this.enclosed(part) : this.of(part))),
          'and',
          this.t,
        );
      case 'or':
        return join(
          tree.parts.map((part) => this.of(part)),
          'or',
          this.t,
        );
      case 'not':
        return this.negated(tree.over);
      case 'compare':
        return this.compare(tree);
      case 'in': {
        const found = tree.subject.kind === 'path' ? this.find(tree.subject) : null;
        const items = tree.items.map((item) => this.value(item, found?.field));
        return [
          ...this.value(tree.subject),
          ` ${this.t('list:op.in')} `,
          ...join(items, 'or', this.t),
        ];
      }
      case 'lambda':
        return this.lambda(tree, tree.all ? 'only' : 'any');
      case 'call':
        return this.test(tree);
      default:
        return this.value(tree);
    }
  }

  private enclosed(tree: Tree): Part[] {
    return ['(', ...this.of(tree), ')'];
  }

  private negated(tree: Tree): Part[] {
    if (tree.kind === 'lambda' && !tree.all) return this.lambda(tree, 'none');
    if (tree.kind === 'call' && tree.name === 'contains') return this.test(tree, 'lacks');
    return [this.t('filter:not'), ' ', ...this.enclosed(tree)];
  }

  private find(path: Path): Found {
    const scope = this.scopes.findLast((one) => one.variable === path.segments[0]);
    let { object } = scope ?? this.scopes[0]!;
    const labels: string[] = [];
    const segments = path.segments.slice(scope ? 1 : 0);
    for (const [index, segment] of segments.entries()) {
      const field = asked(object, segment);
      const relation = relationOf(object, segment);
      const counts = segments[index + 1] === '$count';
      if (field && !(relation && counts))
        return { label: [...labels, inSentence(labelOf(field.label))].join(' › '), field, counts };
      if (relation)
        return {
          label: [...labels, inSentence(labelOf(relation.label))].join(' › '),
          target: relation.target,
          counts,
        };
      const link = linkBehind(object, segment);
      if (!link) return { label: [...labels, segment].join(' › '), counts: false };
      labels.push(inSentence(labelOf(link.label)));
      const next = this.objects.get(link.target!);
      if (!next) return { label: labels.join(' › '), counts: false };
      object = next;
    }
    return { label: labels.join(' › ') || inSentence(oneLabel(object)), counts: false };
  }

  private lambda(tree: Lambda, quantifier: 'any' | 'none' | 'only'): Part[] {
    const found = this.find(tree.path);
    const target = this.objects.get(found.target ?? found.field?.target ?? '');
    const head = this.t(`filter:has.${quantifier}`, { things: found.label });
    if (tree.condition === null || !target) return [head];
    this.scopes.push({ variable: tree.variable, object: target });
    const { condition } = tree;
    const inner =
      condition.kind === 'and' || condition.kind === 'or'
        ? this.enclosed(condition)
        : this.of(condition);
    this.scopes.pop();
    return [`${head} ${this.t('list:where')} `, ...inner];
  }

  private compare(tree: Compare): Part[] {
    if (tree.left.kind === 'literal' && tree.right.kind === 'path')
      return [
        ...this.value(tree.left, this.find(tree.right).field),
        ' ',
        this.operator(tree.op),
        ' ',
        ...this.value(tree.right),
      ];
    const found = tree.left.kind === 'path' ? this.find(tree.left) : null;
    if (found?.counts)
      return [
        this.t('filter:hasCount', {
          amount: `${this.t(`filter:count.${tree.op}`)} ${firstText(this.value(tree.right))}`,
          things: found.label,
        }),
      ];
    const left = found ? [found.label] : this.value(tree.left);
    const time = isTime(found?.field) ? 'time.' : '';
    if (tree.right.kind === 'literal' && tree.right.literal === 'null')
      return [...left, ` ${this.t(`list:op.${time}${tree.op === 'eq' ? 'empty' : 'filled'}`)}`];
    if (tree.right.kind === 'call' && tree.right.name === 'clientela.me')
      return [...left, ` ${this.t(tree.op === 'eq' ? 'list:op.me' : 'filter:notMe')}`];
    const relative = this.relative(tree);
    if (relative) return [...left, ` ${relative}`];
    return [...left, ` ${this.operator(tree.op, time)} `, ...this.value(tree.right, found?.field)];
  }

  // «desde hace 30 días», «ya pasó».
  private relative({ op, right }: Compare): string | null {
    const isToday = (tree: Tree) =>
      tree.kind === 'call' && ['clientela.today', 'now'].includes(tree.name);
    if (isToday(right))
      return op === 'lt'
        ? this.operator('past', 'time.')
        : op === 'ge'
          ? this.operator('coming', 'time.')
          : null;
    if (right.kind !== 'arithmetic' || !isToday(right.left) || right.right.kind !== 'literal')
      return null;
    const days = Number(/^P(\d+)D$/.exec(right.right.text)?.[1] ?? NaN);
    const since = right.op === 'sub' && op === 'ge';
    if (Number.isNaN(days) || !(since || (right.op === 'add' && op === 'le'))) return null;
    return this.t(since ? 'filter:sinceDays' : 'filter:withinDays', { count: days });
  }

  private operator(op: string, time = ''): string {
    return this.t(`list:op.${time}${op}`);
  }

  private test(tree: Call, as: string = tree.name): Part[] {
    const [first, second] = tree.args;
    if (!first || !second) return this.value(tree);
    const plain =
      first.kind === 'call' && first.name === 'clientela.fold' && first.args[0]
        ? first.args[0]
        : first;
    const field = plain.kind === 'path' ? this.find(plain).field : undefined;
    if (as === 'clientela.below')
      return [...this.value(plain), ` ${this.t('list:op.below')} `, ...this.value(second, field)];
    if (!['contains', 'lacks', 'startswith', 'endswith'].includes(as)) return this.value(tree);
    return [...this.value(plain), ` ${this.t(`list:op.${as}`)} `, ...this.value(second)];
  }

  // What is compared: a field, a literal as its field shows it, a calculation.
  value(tree: Tree, field?: FieldDefinition): Part[] {
    switch (tree.kind) {
      case 'path': {
        const found = this.find(tree);
        return [found.counts ? this.t('filter:numberOf', { things: found.label }) : found.label];
      }
      case 'literal':
        return [this.literal(tree, field)];
      case 'negate':
        return ['−', ...this.value(tree.over)];
      case 'arithmetic': {
        const signs = { add: '+', sub: '−', mul: '×', div: '÷', divby: '÷', mod: 'mod' };
        return [...this.value(tree.left), ` ${signs[tree.op]} `, ...this.value(tree.right)];
      }
      case 'call':
        return this.called(tree);
      default:
        return this.enclosed(tree);
    }
  }

  private called(tree: Call): Part[] {
    switch (tree.name) {
      case 'clientela.today':
        return [this.t('filter:today')];
      case 'now':
        return [this.t('filter:now')];
      case 'clientela.me':
        return [this.t('filter:me')];
      case 'clientela.fold':
      case 'tolower':
      case 'toupper':
      case 'trim':
        return this.value(tree.args[0]!);
      default:
        return [
          `${tree.name}(`,
          ...tree.args.flatMap((arg, index) => [...(index ? [', '] : []), ...this.value(arg)]),
          ')',
        ];
    }
  }

  private literal({ literal, text }: Literal, field?: FieldDefinition): Part {
    switch (literal) {
      case 'null':
        return this.t('base:noValue');
      case 'boolean':
        return this.t(text === 'true' ? 'base:yes' : 'base:no');
      case 'number':
        return formatNumber(text);
      case 'date':
        return formatDate(text);
      case 'instant':
        return formatMoment(text);
      case 'duration': {
        const days = /^P(\d+)D$/.exec(text)?.[1];
        return days ? this.t('filter:days', { count: Number(days) }) : text;
      }
      case 'string':
        if (field?.type === 'link' && field.target) return { target: field.target, id: text };
        if (field?.type === 'id') return text;
        if (field?.type === 'option') return labelOf(optionOf(field, text)?.label) || text;
        return `«${text}»`;
      default:
        return text;
    }
  }
}

export const wordsOf = (
  objects: Objects,
  object: ObjectDefinition,
  tree: Tree,
  t: TFunction,
): Part[] => new Words(objects, object, t).of(tree);
