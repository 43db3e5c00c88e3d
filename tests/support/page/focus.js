// @ts-nocheck: this runs inside the window, and the types of the DOM belong to the renderer's program only.
// Playwright makes every page believe that it has the focus, and nothing can switch that off. This gives the page the
// truth back, as the main process tells it.
(() => {
  if (globalThis.chat3TellFocus) return;
  let focused = false;
  document.hasFocus = () => focused;
  globalThis.chat3TellFocus = (truth) => {
    if (truth === focused) return;
    focused = truth;
    window.dispatchEvent(new Event(truth ? 'focus' : 'blur'));
  };
})();
