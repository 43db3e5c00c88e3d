/** Every import law, broken once in a small tree of its own: a law that nothing can break is none. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const config = join(root, '.dependency-cruiser.mjs');
const rooms = [
  ...['rest', 'timeline', 'connection', 'recording', 'people', 'receipts', 'outbox', 'sync', 'views'],
  'commands',
];

/** Who imports whom, by law. */
const breaches: Record<string, [from: string, to: string]> = {
  'no-circular': ['src/shared/one.ts', 'src/shared/other.ts'],
  'law-1-shared-is-the-ground': ['src/shared/names.ts', 'src/main/index.ts'],
  'law-1-renderer-knows-only-shared': ['src/renderer/App.tsx', 'src/preload/index.ts'],
  'page-without-zod': ['src/renderer/state/store.ts', 'zod'],
  'law-1-preload-knows-only-shared': ['src/preload/index.ts', 'src/main/clock.ts'],
  'law-1-main-knows-only-shared': ['src/main/index.ts', 'server/src/server.ts'],
  'law-1-server-knows-only-shared': ['server/src/main.ts', 'src/main/clock.ts'],
  'one-port-of-the-backends': ['server/src/http/routes/messages.ts', 'server/src/backend/own/messages.ts'],
  'backends-know-no-rooms': ['server/src/backend/own/messages.ts', 'server/src/http/http.ts'],
  'one-speaker-to-rooms': ['server/src/relay/relay.ts', 'server/src/realtime/hub.ts'],
  'law-2-engine-is-plain': ['src/main/chat/engine.ts', 'src/main/clock.ts'],
  'law-2-engine-without-node': ['src/main/chat/account.ts', 'node:fs'],
  'one-door-of-the-engine': ['src/main/desktop/shell.ts', 'src/main/chat/sync/sync.ts'],
  // The first room knows none of the others, the last one is known to none.
  ...Object.fromEntries(
    rooms.map((room) => [
      `law-1-engine-${room}`,
      [
        `src/main/chat/${room}/part.ts`,
        room === 'commands' ? 'src/main/chat/engine.ts' : 'src/main/chat/commands/part.ts',
      ] satisfies [string, string],
    ]),
  ),
  'law-1-engine-ground': ['src/main/chat/ports.ts', 'src/main/chat/rest/part.ts'],
  'law-3-raw-sql-in-storage': ['src/main/storage/history.ts', 'libsql'],
  'law-4-renderer-has-no-system': ['src/renderer/ui/Button.tsx', 'electron'],
  'law-4-renderer-without-node': ['src/renderer/ui/Field.tsx', 'node:path'],
  'tests-stay-out-of-the-product': ['src/main/storage/vault.ts', 'tests/support/until.ts'],
};

test('every law is broken here', async () => {
  const laws = (await import(pathToFileURL(config).href)) as { default: { forbidden: { name: string }[] } };
  const names = laws.default.forbidden.map(({ name }) => name);
  expect(Object.keys(breaches).sort()).toEqual(names.sort());
});

test('each law names the import that breaks it', () => {
  const tree = mkdtempSync(join(tmpdir(), 'chat3-laws-'));
  onTestFinished(() => rmSync(tree, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text, { flag: 'a' });
  };
  for (const name of ['zod', 'libsql', 'electron']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  write('package.json', '{"dependencies": {"zod": "*", "libsql": "*", "electron": "*"}}');
  write('tsconfig.base.json', '{}');
  for (const [from, to] of Object.values(breaches)) {
    const isFile = to.includes('/');
    write(from, `import '${isFile ? join(tree, to) : to}';\n`);
    if (isFile) write(to, '');
  }
  write('src/shared/other.ts', `import '${join(tree, 'src/shared/one.ts')}';\n`);

  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [command, '--config', config, '--output-type', 'json', 'src', 'server/src'],
    { cwd: tree, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
  };
  const found = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
  for (const [name, [from, to]] of Object.entries(breaches)) {
    const target = to.includes('/') ? to : `.*${to.replace('node:', '')}.*`;
    expect(found, name).toContainEqual(expect.stringMatching(new RegExp(`^${name}: ${from} → ${target}$`)));
  }
});
