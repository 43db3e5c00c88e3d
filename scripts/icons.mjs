// @ts-check
// Draws the small icons in `resources/` from their SVGs in `build/`; run it after changing one of those.
import { runScript, setUp } from './setup/index.mjs';

await runScript(async () => {
  const { environment } = await setUp({ app: true, display: true });
  Object.assign(process.env, environment);
  const { register } = await import('tsx/esm/api');
  register();
  const { drawIcons } = await import('./icons/draw.ts');
  return drawIcons();
});
