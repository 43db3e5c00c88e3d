import type { Page } from 'playwright';
import type { CommandResult } from '../../src/shared/bridge.ts';
import type { DiagnosticsView } from '../../src/shared/diagnostics.ts';
import type { Fingerprint, FingerprintRange } from '../../src/shared/fingerprint.ts';
import type { Snapshot, StorageView } from '../../src/shared/views.ts';
import type { App } from './app.ts';
import { until } from './until.ts';

/** What a window needs to be used; how it was started does not matter. */
export type RunningApp = Pick<App, 'page' | 'profile' | 'problems'>;

/** What the app says of itself through the bridge, which nobody can see in its window. */
export class AskedApp<Running extends RunningApp = App> {
  readonly app: Running;
  /** How many milliseconds are waited for what a message becomes. */
  readonly patienceMs: number;

  constructor(app: Running, patienceMs: number) {
    this.app = app;
    this.patienceMs = patienceMs;
  }

  get page(): Page {
    return this.app.page;
  }

  diagnostics(): Promise<DiagnosticsView> {
    return this.#ask<DiagnosticsView>('getDiagnostics');
  }

  snapshot(): Promise<Snapshot> {
    return this.#ask<Snapshot>('getSnapshot');
  }

  /** Of the latest messages of the dialog, or of this part of it. */
  fingerprint(dialogId: string, range?: FingerprintRange): Promise<Fingerprint> {
    return this.#ask<Fingerprint>('getFingerprint', { dialogId, ...(range && { range }) });
  }

  storage(): Promise<StorageView> {
    return this.#ask<StorageView>('getStorage');
  }

  async waitUntilLive(timeoutMs = 60_000): Promise<DiagnosticsView> {
    return until(
      `${this.app.profile} is live`,
      async () => {
        const diagnostics = await this.diagnostics();
        return diagnostics.state === 'live' ? diagnostics : undefined;
      },
      timeoutMs,
    );
  }

  async waitForEmptyOutbox(timeoutMs = 2 * this.patienceMs): Promise<void> {
    const isEmpty = async () => (await this.diagnostics()).outbox.length === 0;
    await until(`${this.app.profile} has nothing left to send`, isEmpty, timeoutMs);
  }

  /** Resolves when the app has stored this text as a draft, so that it survives a crash. */
  async waitForSavedDraft(text: string): Promise<void> {
    const isSaved = async () => {
      const { dialogs } = await this.snapshot();
      return dialogs.some((dialog) => dialog.draft === text);
    };
    await until(`the draft «${text.slice(0, 60)}» is saved`, isSaved);
  }

  async #ask<Value>(
    command: 'getDiagnostics' | 'getFingerprint' | 'getSnapshot' | 'getStorage',
    input: object = {},
  ): Promise<Value> {
    const answer = await this.page.evaluate<CommandResult<Value>>(
      `chat3.${command}(${JSON.stringify(input)})`,
    );
    if (!answer.ok) throw new Error(`${command}: ${answer.error.code}`);
    return answer.value;
  }
}
