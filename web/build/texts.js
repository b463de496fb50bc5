// SPDX-License-Identifier: Apache-2.0
// ESLint rules: texts stand in locales, never in components; and a key that is asked for exists.
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const kSpoken = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'error',
  'heading',
  'help',
  'hint',
  'label',
  'message',
  'nothingFoundMessage',
  'placeholder',
  'subtitle',
  'text',
  'title',
]);
const kWord = /\p{L}{2}/u;
// What stands on keys of the keyboard and names that nobody translates.
const kSame =
  /^(?:Clientela|English|Español|Ctrl|Alt|Esc|Tab|F\d+|OData|CSV|XLSX|API|EUR|https?:\S*|[A-Z]:?|[.…·•–|/\s\d↑↓←→↵⏎+]+)$/u;
const isText = (text) =>
  text
    .trim()
    .split(/\s+/)
    .some((word) => kWord.test(word) && !kSame.test(word));

const places = (node) => {
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [[node, node.value]] : [];
    case 'TemplateLiteral':
      return [[node, node.quasis.map((part) => part.value.cooked).join(' ')]];
    case 'ConditionalExpression':
      return [...places(node.consequent), ...places(node.alternate)];
    case 'LogicalExpression':
      return [...places(node.left), ...places(node.right)];
    case 'BinaryExpression':
      return node.operator === '+' ? [...places(node.left), ...places(node.right)] : [];
    case 'JSXExpressionContainer':
      return places(node.expression);
    default:
      return [];
  }
};

const literal = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      literal:
        '«{{text}}» is a text: put it into locales/es and locales/en and ask for it with t()',
    },
  },
  create(context) {
    const check = (found) => {
      for (const [node, text] of found)
        if (isText(text))
          context.report({ node, messageId: 'literal', data: { text: text.trim() } });
    };
    return {
      JSXText: (node) => check([[node, node.value]]),
      JSXExpressionContainer: (node) => node.parent.type !== 'JSXAttribute' && check(places(node)),
      JSXAttribute: (node) =>
        node.name.type === 'JSXIdentifier' &&
        kSpoken.has(node.name.name) &&
        check(places(node.value)),
      'CallExpression[callee.name=/^(showToast|announce)$/]': (node) =>
        check(
          node.arguments.flatMap((one) =>
            one.type === 'ObjectExpression'
              ? one.properties.flatMap((field) =>
                  field.key?.name === 'text' ? places(field.value) : [],
                )
              : places(one),
          ),
        ),
    };
  },
};

const folder = resolve(import.meta.dirname, '../locales/es');
const texts = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(resolve(folder, file), 'utf8')),
  ]),
);
const kForms = ['', '_one', '_other', '_zero', '_male', '_female'];

const known = {
  meta: { type: 'problem', schema: [], messages: { unknown: 'no text has the key {{key}}' } },
  create(context) {
    const check = (node) => {
      if (node?.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach(check);
      if (node?.type !== 'Literal' || typeof node.value !== 'string') return;
      const [area, key] = node.value.split(/:(.*)/s);
      if (key !== undefined && !kForms.some((form) => texts[area]?.[key + form] !== undefined))
        context.report({ node, messageId: 'unknown', data: { key: node.value } });
    };
    return { 'CallExpression[callee.name="t"]': (node) => check(node.arguments[0]) };
  },
};

export default { rules: { literal, known } };
