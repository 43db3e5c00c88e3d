// @ts-check
import { relative } from 'node:path';

/**
 * What of a report of vitest is needed here; its other fields are Jest's, too.
 * @typedef {object} Report
 * @property {{
 *   name: string,
 *   status: string,
 *   message?: string,
 *   assertionResults: {ancestorTitles: string[], title: string, status: string, failureMessages?: string[] | null}[],
 * }[]} testResults `message`: why the file did not load
 */

/**
 * A line for each test that failed, and for each file that failed without one: `file > test: first line of the message`.
 * @param {Report} report
 * @param {string} root what the files are named from
 * @returns {string[]}
 */
export function failuresOf({ testResults }, root) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [lineOf([file], message)] : [];
    return failed.map(({ ancestorTitles, title, failureMessages }) =>
      lineOf([file, ...ancestorTitles, title], failureMessages?.[0]),
    );
  });
}

/**
 * @param {string[]} path
 * @param {string | undefined} message
 */
function lineOf(path, message = '') {
  const [first] = message.trim().split('\n', 1);
  // How vitest reports a test that took too long.
  if (first?.endsWith('STACK_TRACE_ERROR')) return `${path.join(' > ')}: timed out`;
  return first ? `${path.join(' > ')}: ${first}` : path.join(' > ');
}
