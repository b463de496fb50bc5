// SPDX-License-Identifier: Apache-2.0
// Addresses of records and lists, in OData's words.
export interface ListQuery {
  filter?: string;
  orderby?: string; // 'amount desc'
  select?: string[];
  expand?: string;
  search?: string;
  top?: number;
  count?: boolean;
  bin?: boolean;
}

export const kAnnotations = { Prefer: 'odata.include-annotations="clientela.*"' };

// A page of a list, with what it and its next links are asked with.
export const pageHeaders = (size: number) => ({
  Prefer: `${kAnnotations.Prefer},maxpagesize=${size}`,
});

export const recordPath = (object: string, id: string) =>
  `api/v1/${object}('${encodeURIComponent(id)}')`;

export function listPath(object: string, query: ListQuery = {}): string {
  const parts: string[] = [];
  const add = (name: string, value: string | undefined) => {
    if (value) parts.push(`${name}=${encodeURIComponent(value)}`);
  };
  add('$filter', query.filter);
  add('$orderby', query.orderby);
  add('$select', query.select?.join(','));
  add('$expand', query.expand);
  add('$search', query.search?.trim());
  if (query.top !== undefined) parts.push(`$top=${query.top}`);
  if (query.count) parts.push('$count=true');
  if (query.bin) parts.push('bin=true');
  return `api/v1/${object}${parts.length ? `?${parts.join('&')}` : ''}`;
}

// Next links come relative to the service root.
export const nextPath = (link: string) =>
  /^https?:/.test(link)
    ? new URL(link).href
    : link.startsWith('/') || link.startsWith('api/')
      ? link
      : `api/v1/${link}`;

export const quoted = (text: string) => `'${text.replace(/'/g, "''")}'`;

export const idFilter = (field: string, id: string) => `${field} eq ${quoted(id)}`;

// Sort specs are written '-amount' in definitions and URLs, 'amount desc' for the server.
export const orderOf = (sort: string | undefined) =>
  sort ? (sort.startsWith('-') ? `${sort.slice(1)} desc` : sort) : undefined;

export const allOf = (...filters: (string | undefined | null)[]) => {
  const present = filters.filter((filter): filter is string => Boolean(filter));
  return present.length < 2 ? present[0] : present.map((filter) => `(${filter})`).join(' and ');
};
