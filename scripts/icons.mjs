// @ts-check
// Draws the small icons in `resources/` from their SVGs in `build/`, and makes the program's icons for all systems out of
// `build/icon.png`; run it after changing one of those. The results are in the tree.
import { makeProgramIcons } from './icons/programIcons.mjs';
import { runScript, setUp } from './setup/index.mjs';

await runScript(async () => {
  const { environment } = await setUp({ app: true, display: true });
  Object.assign(process.env, environment);
  const { register } = await import('tsx/esm/api');
  register();
  const { drawIcons } = await import('./icons/draw.ts');
  await makeProgramIcons();
  return drawIcons();
});
