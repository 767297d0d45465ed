import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { countsOf, sum, summaryLine } from './test-report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const reportOf = (content: object): string => {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};

it("reads Vitest's report", () => {
  const file = reportOf({ numPassedTests: 3, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
  expect(countsOf('vitest', file, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

it("reads Playwright's report", () => {
  const file = reportOf({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } });
  expect(countsOf('playwright', file, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
});

it('counts a runner that ended badly without a failed test as a failure', () => {
  const file = reportOf({ numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 });
  expect(countsOf('vitest', file, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  expect(countsOf('vitest', file, null).failed).toBe(1);
});

it('counts a missing report as a failure even where the runner ended well', () => {
  expect(countsOf('vitest', join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it('sums up in one plain line', () => {
  const total = sum([
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 3, failed: 1, skipped: 0 },
  ]);
  expect(summaryLine(total)).toBe('4 passed, 1 failed, 2 skipped');
});
