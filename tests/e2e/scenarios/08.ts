import { startRendererDevServer } from '../../support/devServer.ts';
import { aleksandr, andrey, demoCode, sharedChat } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';

const draft = 'Черновик, который переживёт перезагрузку';
const after = 'Сообщение после горячей замены';

export const scenario: Scenario = {
  number: '8',
  title: 'The renderer of B is replaced in development: connection, draft and place stay',
  async run(context) {
    const devServer = await startRendererDevServer();
    context.afterwards(() => devServer.close());
    const [a, b] = await Promise.all([
      context.signedIn(aleksandr),
      context.openWindow(andrey, { environment: { ELECTRON_RENDERER_URL: devServer.url } }),
    ]);
    await b.signIn(andrey.phone, demoCode);
    await Promise.all([a.openChat(sharedChat), b.openChat(sharedChat)]);
    for (let index = 1; index <= 30; index += 1) await a.send(`Строка ${index}`);
    await b.waitForMessage('Строка 30');
    await b.type(draft);
    await b.scroll.upBy(300);
    const before = { ...(await b.diagnostics()), distance: await b.scroll.distanceFromEnd() };

    const replaced = b.nextHotReplacement();
    await devServer.reload('src/renderer/App.tsx');
    context.holds('the window took the new module', 'replaced, not reloaded', await replaced, true);

    const diagnostics = await b.diagnostics();
    context.same("B's epoch is unchanged", before.epoch, diagnostics.epoch);
    context.same("B's socket is unchanged", before.socketId, diagnostics.socketId);
    context.same("B's draft is unchanged", draft, await b.composer.inputValue());
    const drift = Math.abs((await b.scroll.distanceFromEnd()) - before.distance);
    context.holds('what B was reading has not moved', '≤ 1 px', `${drift} px`, drift <= 1);

    await a.send(after);
    await b.scroll.toEnd();
    await b.waitForMessage(after);
    const seen = (await b.messages()).filter((row) => row.text === after);
    context.same('the next message comes once', 1, seen.length);
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
