// @ts-nocheck: this runs inside the window, and the types of the DOM belong to the renderer's program only.
// Tells how well what has the focus can be told from the rest, by what the browser has computed.
(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  function rgba(color) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }

  function luminance([red, green, blue]) {
    const [r, g, b] = [red, green, blue].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  /** What the ring lies on: inside the edge the element itself, else what is behind it. */
  function ground(element, inside) {
    for (let at = inside ? element : element.parentElement; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return rgba('white');
  }

  /** A ring of two pixels or more, seen at a contrast of at least 3 to what it lies on. */
  function isRinged(element) {
    const style = getComputedStyle(element);
    if (style.outlineStyle === 'none' || Number.parseFloat(style.outlineWidth) < 2) return false;
    return (
      contrast(rgba(style.outlineColor), ground(element, Number.parseFloat(style.outlineOffset) < 0)) >= 3
    );
  }

  function isCut(element) {
    const { width, height } = element.getBoundingClientRect();
    return width < 1 || height < 1;
  }

  const numbers = new WeakMap();
  let count = 0;

  /** Tells apart what has the same name. */
  function numberOf(element) {
    if (!numbers.has(element)) numbers.set(element, ++count);
    return numbers.get(element);
  }

  /** What the arrows mark while a field keeps the focus, the element itself, its label, or the frame around a field. */
  globalThis.chat3Mark = () => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body)
      return { id: 0, what: 'nothing', ringed: false };
    const isField = activeElement.matches('input');
    const marked = isField ? document.querySelector('[role="option"][data-focused]') : null;
    const around = marked
      ? [marked]
      : [
          activeElement,
          activeElement.closest('label'),
          activeElement.closest('.focus-around')?.parentElement,
        ];
    const ringed = around.some((element) => element && !isCut(element) && isRinged(element));
    const name = activeElement.getAttribute('aria-label') ?? activeElement.textContent?.trim().slice(0, 40);
    return {
      id: numberOf(marked ?? activeElement),
      what: `${activeElement.getAttribute('role') ?? activeElement.tagName} ${name}`,
      ringed,
    };
  };
})();
