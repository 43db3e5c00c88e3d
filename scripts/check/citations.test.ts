import { expect, test } from 'vitest';
import { judgeCitations } from './citations.mjs';

const documents = {
  'docs/protocol.md': '# The wire\n\n**P1.1** Ids.\n\n**P1.2** Times, see S1.1.\n',
  'docs/sync.md': '**S1.1** Pauses.\n\n**S1.10** Hints.\n',
};

const judge = (files: Record<string, string>, existing: string[] = []) =>
  judgeCitations(new Map(Object.entries({ ...documents, ...files })), (path) => existing.includes(path));

/** As it stands in a comment; spelled so that this file cites nothing. */
const cite = (...rules: string[]) => `(${rules.join(', ')})`;

test('a rule is cited in brackets, alone or with others, and counts where a test does', () => {
  const { problems, uncited } = judge({
    'src/main/a.ts': `// Why ${cite('P1.1')}.`,
    'src/main/a.test.ts': `test('waits ${cite('S1.1', 'P1.2')}', () => {});`,
    'tests/chaos/faults/cut.ts': `/** Cut ${cite('S1.10')}. */`,
  });
  expect(problems).toEqual([]);
  expect(uncited).toEqual(['P1.1']);
});

test.each([
  ['src/main/a.ts', `one\ntwo ${cite('S1.2')}`, 'src/main/a.ts:2: there is no rule S1.2'],
  ['tests/a.test.ts', cite('P1.1', 'P3.1'), 'tests/a.test.ts:1: there is no rule P3.1'],
  ['README.md', 'as S9.1 says', 'README.md:1: there is no rule S9.1'],
  ['docs/sync.md', '**S1.1** Pauses.\n**S1.1** Hints.', 'S1.1 is defined twice'],
  ['src/a.ts', `// WIRE ${'§'}4`, `src/a.ts:1: WIRE ${'§'}4 is not in the tree`],
  ['docs/architecture.md', 'see `src/gone.ts`', 'docs/architecture.md:1: there is no src/gone.ts'],
])('%s: what leads nowhere fails', (path, text, problem) => {
  expect(judge({ [path]: text }).problems).toContain(problem);
});

test('what only looks like a citation is none', () => {
  const text = `path d="M2 ${'S1.5'} 3", (${'s1.5'}) (${'S1'}) (${'ES2.0'}), RFC 9110 ${'§'}10.2`;
  expect(judge({ 'src/a.tsx': text }).problems).toEqual([]);
});

test('paths of a document that are there, and those of a decision, are left alone', () => {
  const files = { 'docs/map.md': 'see `src/a.ts`', 'docs/decisions/0001.md': 'was `src/gone.ts`' };
  expect(judge(files, ['src/a.ts']).problems).toEqual([]);
});
