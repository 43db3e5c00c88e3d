/**
 * Somebody who sends one file to a chat, as a process of its own that may be killed at any moment. Started again on the same
 * folder it goes on. On standard output, a line each: `sent N` for N bytes of the file that were handed to the network,
 * `whole` once the message is on the server.
 */
import { readFileSync, writeSync } from 'node:fs';
import { createEngine } from '../../src/main/chat/engine.ts';
import { systemClock as clock } from '../../src/main/clock.ts';
import { createFiles } from '../../src/main/files/files.ts';
import { createFileRequest } from '../../src/main/network/fileRequests.ts';
import { createNodeHttpClient } from '../../src/main/network/httpNode.ts';
import { createNodeSockets } from '../../src/main/network/socketIo.ts';
import { createAccounts } from '../../src/main/storage/accounts.ts';
import { createVault } from '../../src/main/storage/vault.ts';
import { attachedPieceBytes } from '../../src/shared/limits.ts';
import { testKeyStore } from '../chaos/testKeyStore.ts';
import { until } from './until.ts';

export interface FileSenderOptions {
  directory: string;
  server: string;
  phone: string;
  chat: string;
  file: string;
}

const options = JSON.parse(process.argv[2] ?? '{}') as FileSenderOptions;
const log = { info: () => {}, warn: () => {} };
const say = (line: string) => writeSync(1, `${line}\n`);

const accounts = createAccounts(
  createVault({ directory: options.directory, cipher: testKeyStore, log }),
  log,
);
const files = createFiles({
  openStore: accounts.openFiles,
  request: createFileRequest((url, init) => {
    if (init.method === 'PATCH') say(`sent ${init.body?.length ?? 0}`);
    return fetch(url, init);
  }),
  clock,
  log,
  emit: () => {},
});
const engine = createEngine({
  accounts,
  openFiles: files.open,
  http: createNodeHttpClient(),
  createSocket: createNodeSockets(),
  clock,
  random: Math.random,
  log,
  emit: () => {},
  server: () => options.server,
});
engine.start();

if (engine.session().state === 'signedOut') {
  await engine.requestCode(options.phone);
  await engine.verifyCode(options.phone, '1234');
  const dialog = await until('the chat is listed', () =>
    engine.dialogs().find(({ title }) => title === options.chat),
  );
  const content = readFileSync(options.file);
  const account = files.account();
  const fileId = account.attach({ name: 'file.bin', mimeType: '', bytes: content.byteLength });
  for (let at = 0; at < content.byteLength; at += attachedPieceBytes)
    account.attachPiece(fileId, at, content.subarray(at, at + attachedPieceBytes));
  engine.account().send(dialog.dialogId, 'Большой файл', { fileIds: [fileId] });
}

await until('nothing is left to send', () => engine.diagnostics().outbox.length === 0, 10 * 60_000);
say('whole');
engine.stop();
