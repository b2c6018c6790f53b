import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { SerializedError } from 'vitest';
import { howToGetThem, publicFiles } from './public-files.ts';

/** A test whose suite could not be set up counts as skipped, but is a failure already counted. */
function failedBefore(test: TestCase): boolean {
  for (let above: TestCase['parent'] | null = test.parent; above; above = 'parent' in above ? above.parent : null) {
    if (above.errors().length > 0) return true;
    if (above.type === 'module') break;
  }
  return false;
}

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
    const skipped: string[] = [];
    for (const module of modules) {
      failed += module.errors().length > 0 ? 1 : 0;
      for (const suite of module.children.allSuites()) failed += suite.errors().length > 0 ? 1 : 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (test.diagnostic()?.flaky) again.push(`${module.relativeModuleId}: ${test.fullName}`);
        if (state === 'failed') failed += 1;
        if (state === 'skipped' && !failedBefore(test)) skipped.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
    }
    // Where the files are named, nothing may be skipped for want of them.
    if (publicFiles !== null && skipped.length > 0) {
      failed += skipped.length;
      process.exitCode = 1;
    }
    // After the summary of the default reporter, which prints in the same hook.
    process.once('exit', () => {
      for (const name of again) process.stdout.write(`Passed only when tried again: ${name}\n`);
      for (const name of skipped) process.stdout.write(`Skipped: ${name}\n`);
      if (skipped.length > 0) process.stdout.write(`${howToGetThem}\n`);
      process.stdout.write(
        `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}\n`,
      );
    });
  }
}
