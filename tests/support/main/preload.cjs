// @ts-nocheck: this runs inside the app's main process before its own code.
const { app } = require('electron');

// The app writes down what nobody caught and goes on; a test has to hear of it.
globalThis.chat3MainFailures = [];
const note = (origin) => (error) => {
  const failure = `${origin}: ${error?.stack ?? error}`;
  globalThis.chat3MainFailures.push(failure);
  console.error(`CHAT3_MAIN_FAILURE ${JSON.stringify(failure)}`);
};
process.on('uncaughtExceptionMonitor', note('uncaught exception'));
process.on('unhandledRejection', note('unhandled rejection'));

// Playwright must be attached before the first window opens: a window that opens while it attaches is paused for ever
// (8 launches of 100 on a busy machine). Playwright brings a loader for this, but that also turns the keyring and
// background throttling off. This one only holds `ready` until Playwright calls the function by its name.
const ready = app.whenReady();
const emit = app.emit.bind(app);
let readyArguments;
app.emit = (event, ...args) => {
  if (event !== 'ready') return emit(event, ...args);
  readyArguments = args;
  return app.listenerCount('ready') > 0;
};

let isReady = false;
let release;
const released = new Promise((resolve) => {
  release = resolve;
});
app.isReady = () => isReady;
app.whenReady = () => released;

globalThis.__playwright_run = async () => {
  const event = await ready;
  isReady = true;
  release(event);
  emit('ready', ...(readyArguments ?? []));
};
