import type { TestProject } from 'vitest/node';
import { setUp } from '../../scripts/setup/index.mjs';
import { type Display, openDisplay, personalDisplay } from '../support/display.ts';

declare module 'vitest' {
  interface ProvidedContext {
    display: Pick<Display, 'environment' | 'width' | 'height' | 'ownKeyring'>;
  }
}

/** Opens one screen for all e2e tests: our own on Linux, so that nothing disturbs them and they disturb nobody. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ownDisplay = process.platform === 'linux';
  const { environment } = await setUp({ app: true, display: ownDisplay });
  Object.assign(process.env, environment);
  const display = ownDisplay ? await openDisplay() : personalDisplay();
  const { environment: variables, width, height, ownKeyring } = display;
  project.provide('display', { environment: { ...variables, ...environment }, width, height, ownKeyring });
  return () => display.close();
}
