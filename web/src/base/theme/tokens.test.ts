// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(process.cwd(), 'src/base/theme/tokens.css'), 'utf8');

function variablesOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9A-Fa-f]{6})/g)].map(([, name, value]) => [name, value]),
  );
}

const light = variablesOf(':root');
const dark = { ...light, ...variablesOf(":root[data-mantine-color-scheme='dark']") };

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const kText: [string, string[]][] = [
  ['text', ['surface', 'canvas', 'sunken', 'hover', 'selected']],
  ['text-2', ['surface', 'canvas', 'sunken', 'hover', 'neutral-tint']],
  ['text-3', ['surface', 'canvas', 'sunken', 'selected']],
  ['accent', ['surface', 'canvas', 'accent-tint', 'sunken']],
  ['on-accent', ['accent-fill', 'accent-fill-hover']],
  ...['ok', 'attention', 'danger', 'info'].map((tone): [string, string[]] => [
    tone,
    [`${tone}-tint`, 'surface'],
  ]),
  ...[1, 2, 3, 4, 5, 6, 7].map((at): [string, string[]] => [`on-tile-${at}`, [`tile-${at}`]]),
  ['on-floating', ['floating']],
  ['on-floating-accent', ['floating']],
];
const kShapes: [string, string[]][] = [
  ['edge', ['surface', 'canvas']],
  ['ring', ['surface', 'canvas']],
  ...[1, 2, 3, 4, 5, 6].map((at): [string, string[]] => [`chart-${at}`, ['surface']]),
];

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_scheme, colours) => {
  it.each(kText.flatMap(([fore, backs]) => backs.map((back) => [fore, back])))(
    '%s on %s reads at 4.5',
    (fore, back) => {
      expect(contrast(colours[fore!]!, colours[back!]!)).toBeGreaterThanOrEqual(4.5);
    },
  );
  it.each(kShapes.flatMap(([fore, backs]) => backs.map((back) => [fore, back])))(
    '%s on %s shows at 3',
    (fore, back) => {
      expect(contrast(colours[fore!]!, colours[back!]!)).toBeGreaterThanOrEqual(3);
    },
  );
  it.each([1, 2, 3, 4, 5, 6, 7])('white initials read on face %i', (at) => {
    expect(contrast('#FFFFFF', colours[`face-${at}`]!)).toBeGreaterThanOrEqual(4.5);
  });
});
