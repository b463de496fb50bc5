// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = process.cwd();
const areas = readdirSync(join(root, 'locales/es'))
  .map((name) => name.replace('.json', ''))
  .sort();
const read = (language: string, area: string) =>
  JSON.parse(readFileSync(join(root, `locales/${language}/${area}.json`), 'utf8')) as Record<
    string,
    string
  >;

const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

const has = (area: string, key: string) => {
  const texts = read('es', area);
  return key in texts || `${key}_other` in texts;
};

describe('texts', () => {
  it('have the same areas in both languages', () => {
    expect(
      readdirSync(join(root, 'locales/en'))
        .map((name) => name.replace('.json', ''))
        .sort(),
    ).toEqual(areas);
  });
  it.each(areas)('%s has the same keys in Spanish and English, none empty', (area) => {
    const [es, en] = [read('es', area), read('en', area)];
    expect(Object.keys(en).sort()).toEqual(Object.keys(es).sort());
    expect(
      [...Object.entries(es), ...Object.entries(en)].filter(([, text]) => text.trim() === ''),
    ).toEqual([]);
  });
  it.each(areas)('%s asks for the same arguments in both', (area) => {
    const args = (text: string) => [...new Set(text.match(/{{\w+}}/g) ?? [])].sort().join();
    const [es, en] = [read('es', area), read('en', area)];
    expect(Object.keys(es).filter((key) => args(es[key]!) !== args(en[key]!))).toEqual([]);
  });
  it('exist for every key that the code names', () => {
    const named = new Set(
      sources.flatMap((source) =>
        [...source.matchAll(/['"`]([a-z]+:[\w.]+)['"`]/g)].map(([, key]) => key!),
      ),
    );
    const missing = [...named].filter((key) => {
      const [area, name] = key.split(':') as [string, string];
      return areas.includes(area) && !has(area, name);
    });
    expect(missing).toEqual([]);
  });
});
