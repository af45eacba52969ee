/** Lint: TypeScript's strict rules, and the house's: which layer may see which, and what none may. */
const { builtinModules } = require('node:module');
const tseslint = require('typescript-eslint');

const NODE_MODULES = builtinModules.flatMap((name) => [name, `node:${name}`]);

/** The layers below see nothing above them, nothing of Node and no package. */
function layer(folder, above) {
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: NODE_MODULES,
          patterns: [
            ...(above.length === 0
              ? []
              : [
                  {
                    group: above.map((one) => `**/${one}/**`),
                    message: `${folder}/ does not see ${above.join(', ')}.`,
                  },
                  { group: above.map((one) => `**/${one}`), message: `${folder}/ is below.` },
                ]),
            { regex: '^[^.]', message: `${folder}/ uses no package.` },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...['console', 'process', 'Date', 'performance', 'Buffer', 'Promise', 'require'],
        ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'crypto'],
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use the seeded generator of the board.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: ':function[async=true]', message: 'Nothing here waits for the host.' },
        { selector: 'AwaitExpression', message: 'Nothing here waits for the host.' },
      ],
    },
  };
}

module.exports = tseslint.config(
  { ignores: ['dist/', 'coverage/', 'docs/'] },
  { files: ['**/*.ts'], extends: [tseslint.configs.strict, tseslint.configs.stylistic] },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // A table that is complete by its type is looked up without a test.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      eqeqeq: 'error',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': ['error', 'properties'],
      // What a table or an interface asks for may have nothing to do.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      // How another's interface is widened.
      '@typescript-eslint/no-empty-object-type': [
        'error',
        { allowInterfaces: 'with-single-extends' },
      ],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
    },
  },
  {
    // Where types are computed from rows and layouts, `any` is the only bound that fits.
    files: ['ndis/row.ts', 'ndis/layout.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  },
  layer('hardware', ['ndis', 'miniports', 'harness']),
  layer('ndis', ['miniports', 'harness']),
  layer('miniports', ['harness']),
  {
    // What is loaded by its path is required, as a driver of the user's is, and what is loaded only
    // where it is needed: models, samples, commands.
    files: ['harness/**/*.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
);
