import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BridgeEvent } from '../../shared/bridge.ts';
import { message } from '../testing/message.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { tellPainted } from './painted.ts';

let bridge: MockBridge;
let frames: FrameRequestCallback[];

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
});
afterEach(() => {
  for (let frame = 0; frame < 40; frame++) paintFrame();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

function paintFrame(): void {
  for (const callback of frames.splice(0)) callback(performance.now());
}

function addRow(key: string): void {
  const row = document.createElement('article');
  row.dataset['messageKey'] = key;
  document.body.append(row);
}

const came = (...keys: string[]): BridgeEvent => ({
  type: 'messages',
  dialogId: 'dialog',
  upserted: keys.map((key) => message(key)),
  removed: [],
});

const told = () =>
  bridge.calls
    .filter(({ name }) => name === 'tracePainted')
    .map(({ input }) => input as { keys: string[]; at: number });

it('tells the time of the task after the frame that shows a row (S21.2)', async () => {
  tellPainted([came('m1')]);
  addRow('m1');
  expect(told()).toEqual([]);
  paintFrame();
  expect(told()).toEqual([]);
  const framed = performance.timeOrigin + performance.now();
  await expect.poll(told).toHaveLength(1);
  expect(told()[0]?.keys).toEqual(['m1']);
  expect(told()[0]?.at).toBeGreaterThanOrEqual(framed);
  expect(told()[0]?.at).toBeLessThanOrEqual(performance.timeOrigin + performance.now());
});

it('waits for the frame that has the row: the list may come down to it later (S21.2)', async () => {
  addRow('m1');
  tellPainted([came('m1', 'm2')]);
  paintFrame();
  await expect.poll(told).toMatchObject([{ keys: ['m1'] }]);
  addRow('m2');
  paintFrame();
  await expect.poll(told).toMatchObject([{ keys: ['m1'] }, { keys: ['m2'] }]);
  expect(frames).toEqual([]);
});

it('tells nothing of what is out of sight, and ends waiting for it (S21.2)', async () => {
  tellPainted([came('far')]);
  for (let frame = 0; frame < 40; frame++) paintFrame();
  expect(frames).toEqual([]);
  addRow('far');
  tellPainted([
    {
      type: 'windowMoved',
      dialogId: 'dialog',
      added: [message('near')],
      removed: [],
      hasOlder: false,
      hasNewer: false,
      newBeyond: 0,
    },
  ]);
  addRow('near');
  paintFrame();
  await expect.poll(told).toMatchObject([{ keys: ['near'] }]);
});
