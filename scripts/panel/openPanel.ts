import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type Page } from 'playwright';
import { electronPath, mainPreload, sandboxWorks, startEnvironment } from '../../tests/support/app.ts';
import type { Display } from '../../tests/support/display.ts';
import type { Language } from '../start/words.ts';
import type { Controller, PanelCommand } from './controller.ts';

const program = fileURLToPath(new URL('window.mjs', import.meta.url));

/** Pixels of the screen, at its lower edge. */
export const panelHeight = 360;

export interface Panel {
  page: Page;
  close(): Promise<void>;
}

/** Opens the controller's window below the others. The two talk through Playwright: there is no port that somebody else could use. */
export async function openPanel(
  controller: Controller,
  display: Display,
  language: Language,
): Promise<Panel> {
  const data = await mkdtemp(join(tmpdir(), 'chat3-panel-'));
  const electron = await _electron.launch({
    executablePath: electronPath(),
    args: [
      '-r',
      mainPreload,
      program,
      `--user-data-dir=${data}`,
      `--panel-language=${language}`,
      `--panel-height=${panelHeight}`,
    ],
    chromiumSandbox: sandboxWorks(),
    env: startEnvironment({ display }),
  });
  const page = await electron.firstWindow();
  await page.waitForURL(/panel\.html/);
  await page.exposeFunction('controller', (command: PanelCommand) => controller.obey(command));
  return {
    page,
    async close() {
      await electron.close();
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
