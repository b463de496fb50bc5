// SPDX-License-Identifier: Apache-2.0
import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';
import layers from './build/layers.js';
import texts from './build/texts.js';

const clientela = { rules: { ...layers.rules, ...texts.rules } };

export default typescript.config(
  { ignores: ['dist', 'node_modules', 'src/generated', 'src/ambient.d.ts'] },
  js.configs.recommended,
  ...typescript.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { clientela, 'react-hooks': hooks },
    rules: {
      'clientela/layers': 'error',
      'clientela/literal': 'error',
      'clientela/known': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 69 }],
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'named exports only' },
      ],
    },
  },
  {
    files: ['src/**/*.test.*', 'src/test/**'],
    rules: { 'clientela/literal': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: ['e2e/sweep/**'], // parts of it run in the browser
    languageOptions: {
      globals: Object.fromEntries(
        'getComputedStyle innerWidth location performance requestAnimationFrame window Node NodeFilter'
          .split(' ')
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['scripts/**', 'e2e/**', 'public/**', 'build/**', '*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        document: 'readonly',
        localStorage: 'readonly',
        matchMedia: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        Buffer: 'readonly',
        Blob: 'readonly',
        FormData: 'readonly',
      },
    },
  },
);
