// SPDX-License-Identifier: Apache-2.0
// The shapes that the server speaks: me, definitions, records, pages, timeline, errors.
import type { MoneyValue } from '@/base/format';

export interface Label {
  es: string;
  en: string;
}

export type FieldType =
  | 'id'
  | 'string'
  | 'text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'boolean'
  | 'date'
  | 'instant'
  | 'option'
  | 'link'
  | 'json';

export interface OptionDefinition {
  value: string;
  label: Label;
  tone?: string;
  hidden?: boolean;
}

export interface FieldDefinition {
  id: number;
  name: string;
  type: FieldType;
  format?: string;
  label: Label;
  help?: Label;
  standard?: boolean;
  required?: boolean;
  unique?: boolean;
  read_only?: boolean;
  immutable?: boolean;
  hidden?: boolean;
  filterable?: boolean;
  sortable?: boolean;
  searchable?: boolean;
  max_length?: number;
  scale?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  default?: unknown;
  options?: OptionDefinition[];
  target?: string;
  hides?: string[]; // "set.field": what a role that may not read it does not read either
}

export interface RelationDefinition {
  name: string;
  target: string;
  via: string;
  label: Label;
}

export interface ManyLinkDefinition {
  id: number;
  name: string;
  target: string;
  label: Label;
}

export type Breadth = 'none' | 'own' | 'team' | 'below' | 'team_below' | 'all';
export type Rights = Partial<
  Record<'read' | 'create' | 'update' | 'remove' | 'export' | 'target', Breadth | boolean>
>;

export interface ObjectDefinition {
  id: number;
  name: string;
  singular: string;
  label: { es: [string, string]; en: [string, string] };
  sight?: { kind: string };
  timeline?: boolean;
  custom?: boolean; // made by an administrator
  administered?: boolean;
  title: string;
  subtitle?: string | null;
  parent?: string | null;
  fields: FieldDefinition[];
  relations?: RelationDefinition[];
  many_links?: ManyLinkDefinition[];
  default_sort?: string;
  views?: {
    icon?: string;
    list?: string[];
    key?: string[];
    form?: { label: Label; fields: string[] }[];
    tabs?: string[]; // relations shown, in order; all of them when missing
    default_view?: string;
  };
  rights?: Rights;
}

export interface Definitions {
  version: string;
  objects: ObjectDefinition[];
  home?: { blocks?: string[] };
}

export interface Me {
  user: {
    id: string;
    name: string;
    email: string;
    language: string;
    role: string;
    role_label: string | Label;
    team_id?: string | null;
    team_name?: string | null;
  };
  administers: boolean;
  company: {
    name: string;
    currency: string;
    currencies: string[];
    zone: string;
    formats: string; // es-MX: how figures and dates are written
    fiscal_year_start: number; // month, 1 to 12
    demonstration: boolean;
    version: string;
  };
  rights: Record<string, Rights>;
}

export type FieldValue = string | number | boolean | null | MoneyValue | string[] | undefined;

// A record as it comes: fields, `@odata.etag`, `FIELD@clientela.label`, `FIELD@clientela.locked`.
export interface StoredRecord {
  id: string;
  version?: number;
  '@odata.etag'?: string;
  [field: string]: unknown;
}

export interface Page {
  value: StoredRecord[];
  '@odata.count'?: number;
  '@odata.nextLink'?: string;
}

export interface TimelineChange {
  field: string;
  before: unknown;
  after: unknown;
}

export interface TimelineItem {
  kind: 'activity' | 'change' | 'stage';
  happened_at: string;
  actor?: { id: string; name: string } | null;
  activity?: StoredRecord | null;
  op?: 'create' | 'update' | 'remove' | 'restore';
  changes?: TimelineChange[];
}

export interface SearchHit {
  object: string;
  id: string;
  label: string;
  detail?: string;
  match?: string;
  guess?: boolean; // found by a corrected word: not what was typed
}

export interface ChangeEvent {
  object: string;
  id?: string;
  op: string;
  version?: number;
}
