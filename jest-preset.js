/** A Jest preset, `preset: 'ndislab'`: the matchers of ndislab in every test file. */
module.exports = {
  testEnvironment: 'node',
  setupFilesAfterEnv: [require.resolve('./dist/harness/jest/setup.js')],
};
