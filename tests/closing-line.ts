import type { Reporter, TestModule } from 'vitest/node';
import type { SerializedError } from 'vitest';

/**
 * Names the tests that passed only when tried again: each is one to mend. Ends the output with `N passed, N failed`. A
 * file or suite that could not be collected or set up counts as one failure, and so does an error outside any test: none
 * of them may look like success.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = errors.length;
    const again: string[] = [];
    for (const module of modules) {
      failed += module.errors().length > 0 ? 1 : 0;
      for (const suite of module.children.allSuites()) failed += suite.errors().length > 0 ? 1 : 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (test.diagnostic()?.flaky) again.push(`${module.relativeModuleId}: ${test.fullName}`);
        if (state === 'failed') failed += 1;
      }
    }
    // After the summary of the default reporter, which prints in the same hook.
    process.once('exit', () => {
      for (const name of again) process.stdout.write(`Passed only when tried again: ${name}\n`);
      process.stdout.write(`${passed} passed, ${failed} failed\n`);
    });
  }
}
