/** «… печатает» is a hint that has to be repeated (S11.4). Milliseconds. */

/** It is told at most this often. */
export const typingIntervalMs = 3_000;

/** Heard once, it holds for this long: longer than the interval, so that it does not flicker. */
export const typingLastsMs = 5_000;
