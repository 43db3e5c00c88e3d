import type { App, BrowserWindow, NativeImage } from 'electron';
import { expect, it, vi } from 'vitest';
import { overlayName, showBadge } from './badge.ts';

it.each([
  [0, null],
  [1, '1.png'],
  [9, '9.png'],
  [10, 'many.png'],
])('%i unread: %s', (count, name) => {
  expect(overlayName(count)).toBe(name);
});

function show(platform: NodeJS.Platform, count: number) {
  const setBadgeCount = vi.fn();
  const setOverlayIcon = vi.fn();
  showBadge({
    app: { setBadgeCount } as unknown as App,
    window: { setOverlayIcon, isDestroyed: () => false } as unknown as BrowserWindow,
    platform,
    folder: 'overlay',
    readImage: (file) => file as unknown as NativeImage,
    count,
    words: 'words',
  });
  return { badge: setBadgeCount.mock.calls, overlay: setOverlayIcon.mock.calls };
}

it('lays an image over the button on Windows, and sets a number elsewhere', () => {
  expect(show('linux', 3)).toEqual({ badge: [[3]], overlay: [] });
  expect(show('darwin', 0)).toEqual({ badge: [[0]], overlay: [] });
  expect(show('win32', 12).overlay).toEqual([[expect.stringContaining('many.png'), 'words']]);
  expect(show('win32', 0).overlay).toEqual([[null, 'words']]);
});
