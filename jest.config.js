/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2022',
          // As in tsconfig.json.
          transform: { useDefineForClassFields: false },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  testEnvironment: 'node',
  // No test is about time: it ends what hangs, on a busy machine too.
  testTimeout: 180_000,
  // Jest alone would leave one core to its own process, which has little to do.
  maxWorkers: '100%',
};
