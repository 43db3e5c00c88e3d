import { resolve } from 'node:path';
import { lingui } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Compiles lingui's macros; everything else is left to rolldown. */
const linguiMacros = {
  preset: () => ({ plugins: ['@lingui/babel-plugin-lingui-macro'] }),
  rolldown: { filter: { code: /@lingui\/(react|core)\/macro/ } },
};

export default defineConfig({
  main: {
    build: { externalizeDeps: true, minify: true, rolldownOptions: { input: 'src/main/index.ts' } },
  },
  preload: {
    build: {
      externalizeDeps: false,
      minify: true,
      rolldownOptions: {
        input: 'src/preload/index.ts',
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    plugins: [
      react(),
      lingui({ failOnMissing: true, failOnCompileError: true }),
      babel({ presets: [linguiMacros] }),
      tailwindcss(),
    ],
    build: {
      minify: true,
      // The policy forbids data: URLs for scripts and fonts, and the preload helper would be dead weight on app://.
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: resolve('src/renderer/index.html') },
    },
  },
});
