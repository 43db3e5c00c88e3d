import type { Bridge } from '../shared/bridge.ts';

declare global {
  interface Window {
    chat3: Bridge;
  }
}
