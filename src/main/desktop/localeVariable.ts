/**
 * Import this before everything else. Where `--lang` is given, Electron sets LC_ALL for a moment while it starts. Should
 * the variable not exist yet, the C library may have to move its list of variables, and a thread that looks one up just
 * then reads freed memory: Chromium's Bluetooth thread does, to translate its complaint that there is no system bus.
 * A variable that exists only changes its value. Empty, it chooses no language.
 */
if (process.platform === 'linux') process.env['LC_ALL'] ??= '';

export {};
