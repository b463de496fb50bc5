// SPDX-License-Identifier: Apache-2.0
// The route table of the web application, read from its source: every first argument of
// `page(...)` and every `path:` of a route in src/app/routes.tsx.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const kTable = new URL('../../src/app/routes.tsx', import.meta.url);

export function routesOfTheApplication() {
  const text = readFileSync(kTable, 'utf8');
  const source = ts.createSourceFile('routes.tsx', text, ts.ScriptTarget.Latest, true);
  const found = new Set();
  const keep = (node) => {
    if (node && ts.isStringLiteralLike(node)) found.add(node.text);
  };
  const look = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'page') keep(node.arguments[0]);
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'path') keep(node.initializer);
    ts.forEachChild(node, look);
  };
  look(source);
  if (found.size === 0) throw new Error('no route found in src/app/routes.tsx');
  return [...found];
}
