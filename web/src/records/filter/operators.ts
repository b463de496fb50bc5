// SPDX-License-Identifier: Apache-2.0
// What may be asked of a field, by its type.
import type { FieldDefinition } from '@/api/types';

export type Operator =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'ge'
  | 'lt'
  | 'le'
  | 'contains'
  | 'lacks'
  | 'startswith'
  | 'in'
  | 'empty'
  | 'filled'
  | 'me'
  | 'below'
  | 'past' // before today
  | 'coming' // today or later
  | 'since_days'
  | 'within_days';

export const kWithoutValue: ReadonlySet<Operator> = new Set([
  'empty',
  'filled',
  'me',
  'past',
  'coming',
]);
export const kDays: ReadonlySet<Operator> = new Set(['since_days', 'within_days']);

export const isTime = (field: FieldDefinition | undefined) =>
  field?.type === 'date' || field?.type === 'instant';

const kTrees = new Set(['territories', 'teams', 'classifications', 'product_groups', 'accounts']);

export function operatorsOf(field: FieldDefinition, many = false): Operator[] {
  switch (field.type) {
    case 'option':
      return ['in', 'ne', 'empty', 'filled'];
    case 'link':
      return [
        ...(field.target === 'users' ? (['me'] as const) : []),
        'in',
        ...(many ? [] : (['ne'] as const)),
        ...(kTrees.has(field.target!) ? (['below'] as const) : []),
        'empty',
        'filled',
      ];
    case 'boolean':
      return ['eq'];
    case 'integer':
    case 'decimal':
    case 'money':
      return ['ge', 'le', 'gt', 'lt', 'eq', 'empty', 'filled'];
    case 'date':
      return ['ge', 'le', 'since_days', 'within_days', 'past', 'coming', 'empty', 'filled'];
    case 'instant':
      return ['ge', 'le', 'since_days', 'within_days', 'empty', 'filled'];
    default:
      return ['contains', 'lacks', 'startswith', 'eq', 'empty', 'filled'];
  }
}
