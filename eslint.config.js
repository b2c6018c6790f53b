import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import dataKeys from './eslint-data-keys.js';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', '.cache/', 'static/', 'data/sources/demo*/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript knows the globals better.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Maps and addresses in state modules are caches and plain values; what is watched is marked $state.
      'svelte/prefer-svelte-reactivity': 'off',
      // Links are relative by design (one build for any sub-path); resolve() is applied in one helper.
      'svelte/no-navigation-without-resolve': 'off',
      // The only rules that ask for types, which cost five times all the others; there is no store here.
      'svelte/no-unused-props': 'off',
      'svelte/require-store-reactive-access': 'off',
    },
  },
  {
    // One way to write a number (src/lib/format), rounded one way. What rounds for arithmetic says so where it does.
    files: ['src/**', 'scripts/**'],
    ignores: ['src/lib/format/**', '**/*.test.ts', 'scripts/demo/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name=/^(toFixed|toPrecision|toLocaleString)$/]',
          message: 'Numbers are written by src/lib/format, which rounds halves away from zero.',
        },
        {
          selector: 'MemberExpression[object.name="Intl"][property.name=/^(NumberFormat|ListFormat)$/]',
          message: 'Numbers and lists are written by src/lib/format.',
        },
        {
          selector:
            ':matches(TemplateLiteral, CallExpression[callee.name=/^format/]) > CallExpression[callee.object.name="Math"][callee.property.name="round"]',
          message:
            'A format function of src/lib/format rounds what is shown; for arithmetic on shown figures take roundTo.',
        },
        {
          selector: 'TemplateElement[value.raw=/^(\\u202f|\u202f)%/]',
          message:
            'A percentage is written by formatPercent, formatPart or formatPercentage of src/lib/format/share.ts.',
        },
        {
          selector: ':matches(CallExpression[callee.property.name=/^(indexOf|split)$/]) > Literal[value=/^(; | \\()/]',
          message: 'A figure has headline and basis (src/lib/format/rate.ts); its text is not taken apart.',
        },
      ],
    },
  },
  {
    // Tests and the demonstration know the names they use.
    files: ['src/**', 'scripts/**'],
    ignores: ['**/*.test.ts', 'scripts/demo/**', 'src/lib/analysis/own.ts'],
    plugins: { caseboard: dataKeys },
    rules: { 'caseboard/no-data-keys': 'error' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
);
