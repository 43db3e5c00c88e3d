// @ts-check
// Rules have numbers in docs/protocol.md and docs/sync.md, and code and tests cite them in brackets: see CONTRIBUTING.md.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Path from the root, with slashes → text. @typedef {ReadonlyMap<string, string>} Files */

const ruleDocuments = ['docs/protocol.md', 'docs/sync.md'];
const folders = ['src', 'server/src', 'tests', 'scripts', 'docs'];
const extensions = /\.(ts|tsx|mjs|cjs|js|css|md)$/;

const definition = /^\*\*([PS]\d+\.\d+)\*\* /gm;
/** Letter, number, dot, number in brackets is no expression of any language here. */
const citation = /\(([PS]\d+\.\d+(?:, [PS]\d+\.\d+)*)\)/g;
/** In a document the number alone is one. */
const mention = /\b([PS]\d+\.\d+)\b/g;
/** «RFC 9110 §10» names a number first, and can be looked up by anyone. */
const foreign = /\b[A-Z]{2,}(?:\.md)? §\s?\d+/g;
const namedPath = /`((?:src|server|tests|scripts|docs)\/[\w./-]+)`/g;

/** Tests, and what a test only runs. */
const isProof = (/** @type {string} */ path) =>
  /\.test\.tsx?$|^tests\/(chaos\/faults|e2e\/scenarios)\//.test(path);

/** What was decided on a day may name what is no more. */
const isDocument = (/** @type {string} */ path) =>
  path.endsWith('.md') && !path.startsWith('docs/decisions/');

/** Every match with the line it is on. @param {string} text @param {RegExp} pattern */
function found(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => ({
    whole: match[0],
    part: match[1] ?? '',
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/** @param {string} path @param {string} text */
function citationsIn(path, text) {
  return found(text, isDocument(path) ? mention : citation).flatMap(({ part, line }) =>
    part.split(', ').map((rule) => ({ rule, line })),
  );
}

/** @param {string} path @param {string} text @param {(path: string) => boolean} exists */
function deadEnds(path, text, exists) {
  const paths = isDocument(path) ? found(text, namedPath).filter(({ part }) => !exists(part)) : [];
  return [
    ...found(text, foreign).map(({ whole, line }) => `${path}:${line}: ${whole} is not in the tree`),
    ...paths.map(({ part, line }) => `${path}:${line}: there is no ${part}`),
  ];
}

/**
 * `problems`: citations of rules that there are not, rules defined twice, sections of documents that are not here, paths in
 * documents that lead nowhere. `uncited`: rules that no test cites.
 * @param {Files} files
 * @param {(path: string) => boolean} exists
 */
export function judgeCitations(files, exists) {
  const defined = ruleDocuments.flatMap((path) => found(files.get(path) ?? '', definition));
  const rules = new Set(defined.map(({ part }) => part));
  const twice = defined.filter(({ part }, index) => defined.findIndex((rule) => rule.part === part) < index);
  const problems = twice.map(({ part }) => `${part} is defined twice`);
  const proven = new Set();
  for (const [path, text] of files) {
    for (const { rule, line } of citationsIn(path, text)) {
      if (!rules.has(rule)) problems.push(`${path}:${line}: there is no rule ${rule}`);
      if (isProof(path)) proven.add(rule);
    }
    problems.push(...deadEnds(path, text, exists));
  }
  return { problems, rules: rules.size, uncited: [...rules].filter((rule) => !proven.has(rule)) };
}

/** Everything that may cite. @param {string} root @returns {Files} */
function readFiles(root) {
  const nested = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name.split(sep).join('/')}`,
    ),
  );
  const paths = [...readdirSync(root), ...nested].filter((path) => extensions.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** `note`: the rules that no test cites, which fails nothing. @param {string} root */
export function checkCitations(root) {
  const { problems, rules, uncited } = judgeCitations(readFiles(root), (path) =>
    existsSync(join(root, path)),
  );
  return {
    code: problems.length === 0 ? 0 : 1,
    output: problems.join('\n'),
    note:
      uncited.length === 0
        ? ''
        : `No test cites ${uncited.length} of the ${rules} rules: ${uncited.join(' ')}`,
  };
}
