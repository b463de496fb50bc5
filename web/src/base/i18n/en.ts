// SPDX-License-Identifier: Apache-2.0
// All texts of one language, as one chunk.
const files = import.meta.glob<Record<string, string>>('../../../locales/en/*.json', {
  eager: true,
  import: 'default',
});

export const texts = Object.fromEntries(
  Object.entries(files).map(([path, entries]) => [path.replace(/^.*\/|\.json$/g, ''), entries]),
);
