// SPDX-License-Identifier: Apache-2.0
// The simple filters that the sentence can show: conditions on fields, all of which must hold. The text form
// is OData's $filter; what does not fit here stays a text and is edited as one.
import type { FieldDefinition } from '@/api/types';

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'contains' | 'startswith' | 'in' | 'empty' | 'filled' | 'me' | 'below';

export interface Condition {
  field: string;
  operator: Operator;
  value: string | number | boolean | null | string[];
}

// Small letters without accents, as clientela.fold gives them.
export const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const quote = (text: string) => `'${text.replace(/'/g, "''")}'`;
const unquote = (text: string) => text.slice(1, -1).replace(/''/g, "'");

function literal(value: Condition['value'], field: FieldDefinition | undefined): string {
  if (typeof value === 'string') return field?.type === 'date' || field?.type === 'instant' ? value : quote(value);
  return String(value);
}

export function printConditions(conditions: Condition[], fieldOf: (name: string) => FieldDefinition | undefined): string {
  return conditions.map(({ field, operator, value }) => {
    switch (operator) {
      case 'contains':
      case 'startswith': return `${operator}(clientela.fold(${field}),${quote(fold(String(value)))})`;
      case 'empty': return `${field} eq null`;
      case 'filled': return `${field} ne null`;
      case 'me': return `${field} eq clientela.me()`;
      case 'below': return `clientela.below(${field},${quote(String(value))})`;
      case 'in': {
        const values = value as string[];
        return values.length === 1 ? `${field} eq ${quote(values[0]!)}` : `${field} in (${values.map(quote).join(',')})`;
      }
      default: return `${field} ${operator} ${literal(value, fieldOf(field))}`;
    }
  }).join(' and ');
}

// Splits at ` and ` outside of quotes and brackets; null when the brackets do not close.
function splitAnd(text: string): string[] | null {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let i = 0; i < text.length; ++i) {
    const char = text[i];
    if (char === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (char === '(') ++depth;
    else if (char === ')') --depth;
    else if (depth === 0 && text.startsWith(' and ', i)) {
      parts.push(text.slice(start, i).trim());
      start = i + 5;
    }
  }
  parts.push(text.slice(start).trim());
  return depth === 0 && !quoted ? parts : null;
}

const kString = "'(?:[^']|'')*'";
const kMe = /^(\w+) eq clientela\.me\(\)$/;
const kFold = new RegExp(`^(contains|startswith)\\(clientela\\.fold\\((\\w+)\\),\\s*(${kString})\\)$`);
const kBelow = new RegExp(`^clientela\\.below\\((\\w+),\\s*(${kString})\\)$`);
const kIn = new RegExp(`^(\\w+) in \\(\\s*(${kString}(?:\\s*,\\s*${kString})*)\\s*\\)$`);
const kCompare = new RegExp(`^(\\w+) (eq|ne|gt|ge|lt|le) (${kString}|null|true|false|-?\\d+(?:\\.\\d+)?|\\d{4}-\\d{2}-\\d{2}(?:T[\\d:.]+Z)?)$`);

function parseOne(text: string, known: (name: string) => FieldDefinition | undefined): Condition | null {
  const bare = text.startsWith('(') && splitAnd(text.slice(1, -1))?.length === 1 && text.endsWith(')') ? text.slice(1, -1).trim() : text;
  let found = kMe.exec(bare);
  if (found) return { field: found[1]!, operator: 'me', value: null };
  if ((found = kFold.exec(bare))) return { field: found[2]!, operator: found[1] as Operator, value: unquote(found[3]!) };
  if ((found = kBelow.exec(bare))) return { field: found[1]!, operator: 'below', value: unquote(found[2]!) };
  if ((found = kIn.exec(bare))) return { field: found[1]!, operator: 'in', value: found[2]!.match(new RegExp(kString, 'g'))!.map(unquote) };
  if (!(found = kCompare.exec(bare))) return null;
  const [, field, operator, raw] = found as unknown as [string, string, Operator, string];
  if (raw === 'null') return { field, operator: operator === 'eq' ? 'empty' : 'filled', value: null };
  if (raw === 'true' || raw === 'false') return { field, operator, value: raw === 'true' };
  const type = known(field)?.type;
  if (raw.startsWith("'")) {
    if (operator === 'eq' && (type === 'option' || type === 'link')) return { field, operator: 'in', value: [unquote(raw)] };
    return { field, operator, value: unquote(raw) };
  }
  return { field, operator, value: /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : raw };
}

// The conditions of a text, or null when it says more than conditions can.
export function parseConditions(text: string, known: (name: string) => FieldDefinition | undefined): Condition[] | null {
  if (text.trim() === '') return [];
  const conditions = splitAnd(text.trim())?.map((part) => parseOne(part, known));
  if (!conditions || conditions.some((condition) => condition === null)) return null;
  return (conditions as Condition[]).every((condition) => known(condition.field)) ? (conditions as Condition[]) : null;
}

// What may be asked of a field.
export function operatorsOf(field: FieldDefinition): Operator[] {
  switch (field.type) {
    case 'option': return ['in', 'ne', 'empty', 'filled'];
    case 'link': return [...(field.target === 'users' ? (['me'] as const) : []), 'in', ...(field.target === 'territories' || field.target === 'teams' ? (['below'] as const) : []), 'empty', 'filled'];
    case 'boolean': return ['eq'];
    case 'integer':
    case 'decimal':
    case 'money': return ['ge', 'le', 'gt', 'lt', 'eq', 'empty', 'filled'];
    case 'date':
    case 'instant': return ['ge', 'le', 'empty', 'filled'];
    default: return ['contains', 'startswith', 'eq', 'empty', 'filled'];
  }
}
