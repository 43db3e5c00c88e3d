import type { CancellationToken } from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { expect, test } from 'vitest';
import { signedProvider } from './signedProvider.ts';

test('a server that takes the question and never answers is given up, and the request with it', async () => {
  let cancelled = false;
  const executor = {
    request: (_options: unknown, token: CancellationToken) =>
      token.createPromise<string>((_resolve, _reject, onCancel) => onCancel(() => (cancelled = true))),
  };
  const Provider = signedProvider('https://updates.example.ru/', 'key', 20);
  const runtime = { executor, platform: 'linux', isUseMultipleRangeRequest: false };
  const provider = new Provider(null, null, runtime as unknown as ProviderRuntimeOptions);
  await expect(provider.getLatestVersion()).rejects.toMatchObject({ trouble: 'unreachable' });
  expect(cancelled).toBe(true);
});
