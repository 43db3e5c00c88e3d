/** Milliseconds since 1970 with a fraction, by the page's clock; `moment`: as an event's `timeStamp` has it. */
export function pageTime(moment = performance.now()): number {
  return performance.timeOrigin + moment;
}
