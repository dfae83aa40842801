/**
 * Prints the counts of a test run as one plain line: `412 passed, 0 failed`.
 *
 * Usage: node scripts/count-tests.mjs RESULTS.json, as vitest's JSON reporter writes it
 */
import { readFileSync } from "node:fs";

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(process.argv[2], "utf8"));
// A file that cannot even be loaded has no test that could fail; it counts as one.
const unloaded = testResults.filter(
  ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
);
console.log(`${numPassedTests} passed, ${numFailedTests + unloaded.length} failed`);
