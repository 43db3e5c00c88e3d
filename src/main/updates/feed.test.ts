import { describe, expect, test } from 'vitest';
import { chooseFeed, type FeedSources } from './feed.ts';

const key = 'MCowBQ';
const sources: FeedSources = {
  manifest: { chat3Updates: { updateUrl: 'https://updates.example.ru/desktop', updateKey: key } },
  policyUrl: null,
  platform: 'win32',
  packageType: null,
  appImage: undefined,
};
const notConfigured = { on: false, reason: 'notConfigured' };

describe('where updates come from', () => {
  test('the build says where, the policy may say where else', () => {
    expect(chooseFeed(sources)).toEqual({ on: true, url: 'https://updates.example.ru/desktop/', key });
    expect(chooseFeed({ ...sources, policyUrl: 'https://mirror.example.ru/' })).toEqual({
      on: true,
      url: 'https://mirror.example.ru/',
      key,
    });
  });

  test('nothing is on without an address or without a key', () => {
    const build = (updateUrl: string | null, updateKey: string | null) => ({
      ...sources,
      manifest: { chat3Updates: { updateUrl, updateKey } },
    });
    expect(chooseFeed(build(null, key))).toEqual(notConfigured);
    expect(chooseFeed(build('https://updates.example.ru', null))).toEqual(notConfigured);
    expect(chooseFeed({ ...build(null, null), policyUrl: 'https://mirror.example.ru' })).toEqual(
      notConfigured,
    );
    expect(chooseFeed({ ...sources, manifest: { name: 'chat3-desktop' } })).toEqual(notConfigured);
    expect(chooseFeed({ ...sources, manifest: null })).toEqual(notConfigured);
  });

  test.each(['http://updates.example.ru', 'ftp://updates.example.ru', 'file:///tmp', 'updates', ''])(
    'an address that cannot be trusted on the way is none: %s',
    (policyUrl) => {
      expect(chooseFeed({ ...sources, policyUrl })).toEqual(notConfigured);
    },
  );

  test('a package belongs to its manager; on Linux only an AppImage replaces itself', () => {
    expect(chooseFeed({ ...sources, platform: 'linux', packageType: 'deb' })).toEqual({
      on: false,
      reason: 'system',
    });
    expect(chooseFeed({ ...sources, platform: 'linux' })).toEqual(notConfigured);
    expect(chooseFeed({ ...sources, platform: 'linux', appImage: '/opt/Chat3.AppImage' })).toMatchObject({
      on: true,
    });
  });
});
