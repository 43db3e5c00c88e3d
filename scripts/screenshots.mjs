// @ts-check
// Takes a picture of every screen in both languages and themes: `reports/screenshots`, the best of them in `docs/screenshots`.
import { runScript, setUp } from './setup/index.mjs';

await runScript(async () => {
  const { environment } = await setUp({ app: true, display: true });
  Object.assign(process.env, environment);
  const { register } = await import('tsx/esm/api');
  register();
  const { takeScreenshots } = await import('./screenshots/take.ts');
  return takeScreenshots();
});
