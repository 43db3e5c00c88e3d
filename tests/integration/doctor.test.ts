import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { examine, type Finding } from '../../scripts/doctor/examination.ts';
import { startServer } from '../../server/src/server.ts';
import { Authority } from '../support/certificates.ts';
import { aleksandr } from '../support/people.ts';
import { startTlsFront } from '../support/tlsFront.ts';
import { startOld } from './engine/oldStage.ts';

async function look(address: string, phone?: string, code = '1234') {
  const told: Finding[] = [];
  const options = { address, phone, askCode: async () => code };
  const { findings, features } = await examine({ ...options, onFinding: (finding) => told.push(finding) });
  expect(told).toEqual(findings);
  return { findings, features, failed: findings.filter(({ ok }) => !ok).map(({ step }) => step) };
}

async function ours(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chat3-doctor-'));
  const server = await startServer({ demo: true, port: 0, dataDir });
  onTestFinished(async () => {
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return server.url;
}

test('our server: every step holds, and it says what it can', async () => {
  const { findings, features, failed } = await look(await ours(), aleksandr.phone);
  expect(failed).toEqual([]);
  expect(findings).toHaveLength(7);
  expect(features).toContain('userRoom');
});

test('an old server holds every step as well, and introduces itself to nobody', async () => {
  const { old } = await startOld({ variant: 'c' });
  const { failed, features } = await look(old.url, aleksandr.phone);
  expect(failed).toEqual([]);
  expect(features).toBeNull();
});

test('a wrong code ends it with a sentence', async () => {
  const { findings, failed } = await look(await ours(), aleksandr.phone, '0000');
  expect(failed).toEqual(['Вход']);
  expect(findings.at(-1)?.says).toMatch(/^сервер отказал: /);
});

test('without a phone nobody signs in', async () => {
  expect((await look(await ours())).findings).toHaveLength(3);
});

test('something else that answers is no chat server', async () => {
  const other = createServer((_, response) => response.end('<html>'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  expect((await look(`http://127.0.0.1:${port}`)).failed).toEqual(['Сервер чатов']);
});

test('a certificate of an authority nobody knows is no connection, nor is a port where nobody listens (S24.1)', async () => {
  const stranger = new Authority('Stranger');
  const front = await startTlsFront(stranger.issue('127.0.0.1'), null);
  onTestFinished(() => stranger.remove());
  const untrusted = await look(`https://127.0.0.1:${front.port}`);
  expect(untrusted.failed).toEqual(['TLS']);
  expect(untrusted.findings.at(-1)?.says).toContain('certificateUntrusted');
  await front.close();
  expect((await look(`https://127.0.0.1:${front.port}`)).findings.at(-1)?.says).toContain(
    'connectionRefused',
  );
});
