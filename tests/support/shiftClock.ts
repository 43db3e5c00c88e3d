import type { App } from './app.ts';

/** A wall clock that is off; the monotonic one and timers stay as they are. Runs in a page and in a main process alike. */
const scriptFor = (offsetMs: number) => `(() => {
  const Real = (globalThis.chat3RealDate ??= Date);
  const now = () => Real.now() + ${Math.trunc(offsetMs)};
  globalThis.Date = new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (_, parts, target) => Reflect.construct(Real, parts.length === 0 ? [now()] : parts, target),
    get: (_, name) => (name === 'now' ? now : Real[name]),
  });
})()`;

/** Sets the clock of one app off by so many milliseconds, as if its computer's were; 0: right again. */
export async function shiftClock({ electron, page }: Pick<App, 'electron' | 'page'>, offsetMs: number) {
  const script = scriptFor(offsetMs);
  await Promise.all([electron.evaluate(script), page.evaluate(script)]);
}
