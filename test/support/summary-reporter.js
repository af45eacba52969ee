/** A Jest reporter that ends with one line which a build server reads: `N passed, N failed, N skipped`. */
class SummaryReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = results;
    // A file that does not even load has no tests to count, and has failed all the same.
    const failed = numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = numPendingTests + numTodoTests;
    const line = `${numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    // Jest's own summary comes after its reporters.
    process.once('exit', () => process.stdout.write(line));
  }
}

module.exports = SummaryReporter;
