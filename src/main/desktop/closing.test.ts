import { EventEmitter } from 'node:events';
import type { App, AutoUpdater, BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { closingOf, keepRunningWhenClosed } from './closing.ts';

describe('closingOf', () => {
  it.each([
    [true, true, 'hide'],
    [true, false, 'explain'],
    [false, true, 'minimise'],
    [false, false, 'minimise'],
  ] as const)('tray host %s, explained %s: %s', (trayHost, explained, closing) => {
    expect(closingOf({ trayHost, explained })).toBe(closing);
  });
});

describe('keepRunningWhenClosed', () => {
  function open(trayHost = true) {
    const done: string[] = [];
    const state = { explained: false, settled: () => {} };
    const app = Object.assign(new EventEmitter(), { quit: () => done.push('quit') });
    const window = Object.assign(new EventEmitter(), {
      isDestroyed: () => false,
      isFullScreen: () => false,
      hide: () => done.push('hide'),
      minimize: () => done.push('minimise'),
    });
    const autoUpdater = new EventEmitter();
    keepRunningWhenClosed({
      app: app as unknown as App,
      window: window as unknown as BrowserWindow,
      autoUpdater: autoUpdater as unknown as AutoUpdater,
      trayHost: () => Promise.resolve(trayHost),
      explained: () => state.explained,
      explain: () => {
        state.explained = true;
        done.push('explain');
      },
      settle: () =>
        new Promise((resolve) => {
          state.settled = resolve;
        }),
    });
    /** Answers whether it was held back. */
    async function emit(target: EventEmitter, name: string): Promise<boolean> {
      let prevented = false;
      target.emit(name, {
        preventDefault: () => {
          prevented = true;
        },
      });
      await new Promise(setImmediate);
      return prevented;
    }
    return { app, window, autoUpdater, done, state, emit };
  }

  it('explains the first time and hides the second', async () => {
    const { window, done, emit } = open();
    expect(await emit(window, 'close')).toBe(true);
    expect(await emit(window, 'close')).toBe(true);
    expect(done).toEqual(['explain', 'hide']);
  });

  it('minimises where nothing could bring a hidden window back', async () => {
    const { window, done, emit } = open(false);
    expect(await emit(window, 'close')).toBe(true);
    expect(done).toEqual(['minimise']);
  });

  it('waits for the page once before quitting, and then lets everything close', async () => {
    const { app, window, done, state, emit } = open();
    expect(await emit(app, 'before-quit')).toBe(true);
    expect(done).toEqual([]);
    state.settled();
    await new Promise(setImmediate);
    expect(done).toEqual(['quit']);
    expect(await emit(app, 'before-quit')).toBe(false);
    expect(await emit(window, 'close')).toBe(false);
    expect(done).toEqual(['quit']);
  });

  it.each(['the end of the session', 'a restart for an update'])('holds nothing back at %s', async (end) => {
    const { app, window, autoUpdater, emit } = open();
    if (end === 'the end of the session') await emit(window, 'session-end');
    else await emit(autoUpdater, 'before-quit-for-update');
    expect(await emit(window, 'close')).toBe(false);
    expect(await emit(app, 'before-quit')).toBe(false);
  });

  it('goes on as before when the end of the session was called off', async () => {
    const { window, emit } = open();
    await emit(window, 'query-session-end');
    expect(await emit(window, 'close')).toBe(true);
  });
});
