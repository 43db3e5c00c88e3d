import { openDisplay } from '../../tests/support/display.ts';
import { ServerProcess } from '../../tests/support/server.ts';
import { openWindowsWithPanel } from '../start/openWindows.ts';

/** Two windows and the testers' panel, with the way of a message. */
export async function takePanelPicture(file: string): Promise<void> {
  const stops: (() => Promise<void>)[] = [];
  try {
    const display = await openDisplay({ width: 1600, height: 1000 });
    stops.push(() => display.close());
    const server = await ServerProcess.start({ world: 'ru' });
    stops.push(() => server.close());
    const options = { users: 2, smoke: false, language: 'ru' as const };
    const { seats, panel } = await openWindowsWithPanel({ display, server, stops }, options);
    const [a, b] = seats.map(({ person }) => person);
    await a?.send('Проверяем путь сообщения');
    await b?.waitForMessage('Проверяем путь сообщения');
    await panel.page.getByRole('button', { name: 'Сравнить истории' }).click();
    await panel.page.getByText('одинаковы').waitFor();
    await panel.page.locator('#way').getByText('показано').last().waitFor();
    await display.takePicture(file);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}
