import { expect, test } from 'vitest';
import type { WebClient } from '../../fixtures/webClient.ts';
import { until } from '../../support/until.ts';
import type { Person } from '../engine/person.ts';
import { type Backend, backends, ourContents, type Stage, stage } from './stage.ts';

const count = 100;

/** Each says a hundred things, one after the other, while the other does. */
async function talk({ ours, web, dialogId }: Stage): Promise<string[]> {
  const fromOurs = Array.from({ length: count }, (_, index) => `наше ${index}`);
  const fromWeb = Array.from({ length: count }, (_, index) => `веб ${index}`);
  for (const text of fromOurs) ours.engine.sendMessage(dialogId, text);
  for (const text of fromWeb) await web.send(text);
  const said = [...fromOurs, ...fromWeb];
  await ours.until('all of it', () => {
    const shown = shownBy(ours);
    return said.every((text) => shown.has(text));
  });
  return said;
}

/** Whatever was on screen, also what has scrolled out of it since. */
function shownBy({ events }: Person): Set<string> {
  const rows = events.flatMap((event) => {
    if (event.type === 'window') return event.window?.messages ?? [];
    return event.type === 'messages' ? event.upserted : [];
  });
  return new Set(rows.flatMap(({ state, content }) => (state === 'sent' ? [content] : [])));
}

/** The rooms of *c* and *d* send copies without `_id`, which the page takes for one message; the history has them all. */
const namesItsCopies = (backend: Backend) => !['c', 'd'].includes(backend);

const newMessages = (web: WebClient) =>
  web.heard.filter(([name]) => name === 'message:new').map(([, message]) => message);

/** Closes and opens it until the history is whole: a row is not in it at once. */
async function lookAgain({ web, dialogId }: Stage, count: number): Promise<void> {
  await until('the whole history in the page', async () => {
    await web.open(dialogId);
    await web.openOlderPages();
    return web.contents().length >= count;
  });
}

test.each(backends)(
  '%s: a hundred messages each way are shown once, in one order, in both (P5.9, P7.15)',
  async (backend) => {
    const both = await stage(backend);
    const { web } = both;
    const said = await talk(both);
    const isComplete = () =>
      namesItsCopies(backend)
        ? said.every((text) => web.find(text))
        : newMessages(web).filter(({ _id }) => _id === undefined).length === said.length;
    await until('all of it at the page', isComplete);
    const live = web.contents();
    if (namesItsCopies(backend)) expect(live.toSorted()).toEqual(said.toSorted());
    await lookAgain(both, said.length);
    expect(web.contents().toSorted()).toEqual(said.toSorted());
    const ours = await ourContents(both);
    expect(ours.toSorted()).toEqual(said.toSorted());
    // Most times of the model are none that the page can read: it has no order to agree with.
    if (backend === 'model') return;
    expect(ours).toEqual(web.contents());
    if (namesItsCopies(backend)) expect(live).toEqual(web.contents());
  },
);

test('our server: the page hears every message once, in order, and by ids that ascend', async () => {
  const both = await stage('our server');
  const said = await talk(both);
  await until('all of it in the page', () => said.every((text) => both.web.find(text)));
  const heard = newMessages(both.web);
  expect(heard).toHaveLength(said.length);
  const ids = heard.map(({ _id }) => _id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  expect(heard.map(({ id }) => id)).toEqual(ids);
  expect(heard.map(({ content }) => content)).toEqual(await ourContents(both));
});
