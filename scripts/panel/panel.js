// @ts-nocheck: this runs in the panel's window, and the types of the DOM belong to the renderer's program only.
// Draws what the controller says, and tells it what was pressed.
const refreshMs = 1_000;
const words = globalThis.panelWords;
const part = (id) => document.getElementById(id);
let drawn = '';
/** null: the latest one. */
let chosenId = null;

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** `isSo`: whether what it does is so already, where it can be. */
function button(text, command, isSo) {
  const attributes = { 'data-command': JSON.stringify(command) };
  if (isSo !== undefined) attributes['aria-pressed'] = String(isSo);
  const made = element('button', attributes, text);
  made.addEventListener('click', () => void ask(command));
  return made;
}

function seatState({ hasEnded, app }, seat) {
  if (hasEnded) return [words.ended, button(words.openAgain, { do: 'open', seat })];
  return [app === null ? '…' : words.states[app.state]];
}

function seatRow(view, seat) {
  const { name, line, clockOffsetMs, app } = view;
  const lines = Object.entries(words.line).map(([state, text]) =>
    button(text, { do: 'line', seat, state }, state === line),
  );
  const clocks = words.clock.map(([offsetMs, text]) =>
    button(text, { do: 'clock', seat, offsetMs }, offsetMs === clockOffsetMs),
  );
  const state = seatState(view, seat);
  const cells = [state, lines, clocks, [String(app?.unsent ?? '—')], [String(app?.lost ?? '—')]];
  return element(
    'tr',
    { 'data-seat': name },
    element('th', { scope: 'row' }, name),
    ...cells.map((cell) => element('td', {}, ...cell)),
  );
}

const paintedAfter = ({ trace }) => (trace.sendToPaintMs === null ? '…' : words.ms(trace.sendToPaintMs));

/** Both sides' stations in the order of their times, each in the row of its side. */
function wayTable({ sender, receiver, trace }) {
  const names = { sender, receiver };
  const heads = trace.hops.map(({ hop }) => element('th', { scope: 'col' }, words.hops[hop]));
  const rows = Object.entries(names).map(([side, name]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...trace.hops.map((hop) => element('td', {}, hop.side === side ? `● ${words.ms(hop.atMs)}` : '')),
    ),
  );
  const copies = Object.entries(names).map(([side, name]) =>
    words.copies(name, trace.copies.filter((copy) => copy.side === side).length),
  );
  return [
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, element('td', {}), ...heads)),
      element('tbody', {}, ...rows),
    ),
    element('p', {}, copies.join(' · ')),
  ];
}

function comparedWords({ names, found }) {
  if (found.equal) return words.equal(names, found.count);
  const ids = [found.a, found.b].map((message) => message?.id ?? '—');
  return words.different(names, ids);
}

function linkButton(link, chosen) {
  const made = element(
    'button',
    { 'aria-pressed': String(link.id === chosen?.id), 'data-command': link.id },
    `${link.sender} → ${link.receiver}, ${paintedAfter(link)}`,
  );
  made.addEventListener('click', () => {
    chosenId = link.id;
    drawn = '';
    void ask({ do: 'look' });
  });
  return made;
}

function draw(view) {
  const now = JSON.stringify(view);
  if (now === drawn) return;
  drawn = now;
  const focused = document.activeElement?.getAttribute('data-command');
  part('seats').replaceChildren(...view.seats.map(seatRow));
  part('server').replaceChildren(
    element('span', {}, words.server),
    button(words.serverRuns, { do: 'server', runs: true }, view.serverRuns),
    button(words.serverStopped, { do: 'server', runs: false }, !view.serverRuns),
    button(words.compare, { do: 'compare' }),
    element('span', { id: 'compared' }, view.compared.map(comparedWords).join(' · ')),
  );
  const chosen = view.links.find(({ id }) => id === chosenId) ?? view.links[0];
  part('links').replaceChildren(
    element('span', {}, view.links.length === 0 ? words.noLinks : words.links),
    ...view.links.map((link) => linkButton(link, chosen)),
  );
  part('way').replaceChildren(...(chosen === undefined ? [] : wayTable(chosen)));
  for (const found of document.querySelectorAll('[data-command]'))
    if (found.getAttribute('data-command') === focused) found.focus();
}

/** `controller` is what the process that started the windows puts here, once this page has been read. */
async function ask(command) {
  if (globalThis.controller === undefined) return;
  try {
    draw(await globalThis.controller(command));
    part('told').textContent = '';
  } catch (error) {
    part('told').textContent = error.message;
  }
}

part('heads').replaceChildren(...words.heads.map((head) => element('th', { scope: 'col' }, head)));
void ask({ do: 'look' });
setInterval(() => void ask({ do: 'look' }), refreshMs);
