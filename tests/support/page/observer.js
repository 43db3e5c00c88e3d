// @ts-nocheck: this runs inside the window, and the types of the DOM belong to the renderer's program only.
// Sees what a person would see: every message row, when it was painted, and whether one was ever shown twice.
(() => {
  if (globalThis.chat3Observer) return;

  const rowSelector = '[data-message-key]';
  const painted = new Map();
  const entered = [];
  const waiting = new Map();
  const shownTwice = new Set();
  let chimes = 0;
  // The first tone of each chime is what is heard.
  const begin = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    if (!this.chat3Heard) chimes += 1;
    this.chat3Heard = true;
    return begin.call(this);
  };
  const clock = () => performance.timeOrigin + performance.now();

  const read = (row) => ({
    key: row.dataset.messageKey,
    id: row.dataset.messageId || null,
    author: row.dataset.author ?? '',
    own: row.dataset.own === 'true',
    tick: row.dataset.tick ?? '',
    text: row.querySelector('[data-testid="message-text"]')?.textContent ?? '',
  });
  const rows = () => [...document.querySelectorAll(rowSelector)].map(read);

  // The task after the frame that showed the row: the frame callback itself still runs before painting.
  const afterPaint = (callback) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = callback;
      channel.port2.postMessage(null);
    });
  };

  const noteDuplicates = () => {
    const keys = new Set();
    const ids = new Set();
    for (const { key, id } of rows()) {
      if (keys.has(key)) shownTwice.add(key);
      if (id && ids.has(id)) shownTwice.add(id);
      keys.add(key);
      ids.add(id);
    }
  };

  const notePainted = () => {
    const fresh = rows().filter(({ key }) => !painted.has(key));
    if (fresh.length === 0) return;
    for (const row of fresh) painted.set(row.key, { ...row, paintedAt: undefined });
    afterPaint(() => {
      const paintedAt = clock();
      for (const { key } of fresh) {
        const row = painted.get(key);
        row.paintedAt = paintedAt;
        for (const resolve of waiting.get(row.text) ?? []) resolve(row);
        waiting.delete(row.text);
      }
    });
  };

  const observe = () => {
    noteDuplicates();
    notePainted();
  };
  new MutationObserver(observe).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-message-key', 'data-message-id'],
  });
  observe();

  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter' || !event.target?.closest('[data-testid="composer"]')) return;
      entered.push({ text: event.target.value, at: performance.timeOrigin + event.timeStamp });
    },
    { capture: true },
  );
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(
      `Content Security Policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
    );
  });

  globalThis.chat3Observer = {
    rows,
    chimes: () => chimes,
    clock,
    entered: () => entered,
    painted: () => [...painted.values()],
    shownTwice: () => [...shownTwice],
    /** Resolves with the row that shows exactly this text, once it is painted. */
    whenPainted(text) {
      const known = [...painted.values()].find((row) => row.text === text && row.paintedAt !== undefined);
      if (known) return known;
      return new Promise((resolve) => waiting.set(text, [...(waiting.get(text) ?? []), resolve]));
    },
    scrollUpBy(pixels) {
      scrollerOf(document.querySelector(rowSelector)).scrollBy({ top: -pixels, behavior: 'instant' });
      return new Promise((resolve) => afterPaint(() => resolve()));
    },
    scrollToEnd() {
      const scroller = scrollerOf(document.querySelector(rowSelector));
      scroller.scrollTop = scroller.scrollHeight;
      return new Promise((resolve) => afterPaint(() => resolve()));
    },
    distanceFromEnd() {
      const scroller = scrollerOf(document.querySelector(rowSelector));
      return scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    },
    /**
     * Scrolls up until a page is put in above; answers how far that moved the topmost row in sight, in pixels. With
     * `growth`, every row above that one then grows by as many pixels, as a picture does that loads late.
     */
    async driftOfNextPage(growth = 0) {
      const scroller = scrollerOf(document.querySelector(rowSelector));
      for (let step = 0; step < 600; step += 1) {
        scroller.scrollTop -= 60;
        const anchor = this.topRow();
        const row = () => document.querySelector(`[data-message-key="${CSS.escape(anchor.key)}"]`);
        const index = row().dataset.index;
        for (let frame = 0; frame < 8; frame += 1) {
          await new Promise((resolve) => afterPaint(resolve));
          if (Number(row().dataset.index) <= Number(index)) continue;
          await new Promise((resolve) => afterPaint(resolve));
          if (growth > 0) await this.growAbove(row(), growth);
          return this.topOf(anchor.key) - anchor.top;
        }
      }
      return null;
    },
    /**
     * Goes to the end of what is loaded; answers how far the page put in below moved the topmost row, in pixels. null: no
     * page came, or that row is gone.
     */
    async driftAtLoadedEnd() {
      const scroller = scrollerOf(document.querySelector(rowSelector));
      scroller.scrollTop = scroller.scrollHeight;
      // In the very frame of the scroll: after its painting the page may be in already.
      let anchor = null;
      while (anchor === null) {
        await new Promise(requestAnimationFrame);
        anchor = this.topRow();
      }
      const lowest = rows().at(-1)?.key;
      for (let frame = 0; frame < 120 && rows().at(-1)?.key === lowest; frame += 1) {
        await new Promise((resolve) => afterPaint(resolve));
      }
      if (rows().at(-1)?.key === lowest) return null;
      await new Promise((resolve) => afterPaint(resolve));
      const top = this.topOf(anchor.key);
      return top === null ? null : top - anchor.top;
    },
    /** Rows out of sight: one that is partly in sight may push down what is below it. */
    async growAbove(row, pixels) {
      const { top } = scrollerOf(row).getBoundingClientRect();
      const above = [...document.querySelectorAll(rowSelector)].filter(
        (other) => other.getBoundingClientRect().bottom <= top,
      );
      if (above.length === 0) throw new Error('No row above can grow.');
      for (const other of above) other.style.paddingBottom = `${pixels}px`;
      for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => afterPaint(resolve));
    },
    /** The topmost row that is whole in sight, and where it stands. */
    topRow() {
      const { top } = scrollerOf(document.querySelector(rowSelector)).getBoundingClientRect();
      const row = [...document.querySelectorAll(rowSelector)]
        .map((element) => ({ key: element.dataset.messageKey, top: element.getBoundingClientRect().top }))
        .sort((a, b) => a.top - b.top)
        .find((candidate) => candidate.top >= top);
      return row ?? null;
    },
    /** Where the row with this key stands now, in pixels of the window; null when it is not there. */
    topOf(key) {
      const element = document.querySelector(`[data-message-key="${CSS.escape(key)}"]`);
      return element?.getBoundingClientRect().top ?? null;
    },
    /** Scrolls from the newest message upwards until the row with this text is there; answers all rows in order. */
    async readUpTo(text) {
      const scroller = scrollerOf(document.querySelector(rowSelector));
      scroller.scrollTop = scroller.scrollHeight;
      const seen = await this.readTo(text, -1);
      scroller.scrollTop = scroller.scrollHeight;
      return seen;
    },
    /** Scrolls up (-1) or down (1) until the row with this text is there; answers all rows passed, in order. */
    async readTo(text, direction) {
      const scroller = scrollerOf(document.querySelector(rowSelector));
      let seen = rows();
      for (let idle = 0; idle < 120; idle += 1) {
        await new Promise((resolve) => afterPaint(resolve));
        const known = new Set(seen.map(({ key }) => key));
        const current = rows();
        const firstKnown = current.findIndex(({ key }) => known.has(key));
        const above = firstKnown === -1 ? (direction < 0 ? current : []) : current.slice(0, firstKnown);
        const below = current.slice(above.length).filter(({ key }) => !known.has(key));
        seen = [...above, ...seen, ...below];
        if (seen.some((row) => row.text === text)) break;
        if (above.length + below.length > 0) idle = 0;
        scroller.scrollTop += (direction * scroller.clientHeight) / 2;
      }
      return seen;
    },
  };

  function scrollerOf(element) {
    for (let node = element; node; node = node.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(node).overflowY)) return node;
    }
    return document.scrollingElement;
  }
})();
