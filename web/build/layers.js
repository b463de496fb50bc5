// SPDX-License-Identifier: Apache-2.0
// ESLint rule: a layer imports lower layers only, and features never import features.
import { dirname, relative, resolve, sep } from 'node:path';

const kLayers = {
  base: 1,
  generated: 1,
  ui: 2,
  filter: 2,
  api: 3,
  records: 4,
  features: 5,
  app: 6,
  test: 7,
};
const source = resolve(import.meta.dirname, '../src');

const placeOf = (file) => {
  const path = relative(source, file);
  if (path.startsWith('..')) return null;
  const [layer, feature] = path.split(sep);
  return { layer, feature: layer === 'features' ? feature : null };
};

const rule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      upward: '{{from}} may not import {{to}}: lower layers only',
      sideways: 'feature {{from}} may not import feature {{to}}',
    },
  },
  create(context) {
    const own = placeOf(context.filename);
    if (!own || !kLayers[own.layer]) return {};
    const check = (node, specifier) => {
      if (typeof specifier !== 'string') return;
      const file = specifier.startsWith('@/')
        ? resolve(source, specifier.slice(2))
        : specifier.startsWith('.')
          ? resolve(dirname(context.filename), specifier)
          : null;
      const target = file && placeOf(file);
      if (!target || !kLayers[target.layer]) return;
      if (kLayers[target.layer] > kLayers[own.layer]) {
        context.report({ node, messageId: 'upward', data: { from: own.layer, to: target.layer } });
      } else if (own.feature && target.feature && own.feature !== target.feature) {
        context.report({
          node,
          messageId: 'sideways',
          data: { from: own.feature, to: target.feature },
        });
      }
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => node.source && check(node, node.source.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.value),
    };
  },
};

export default { rules: { layers: rule } };
