import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { linguiPlugins } from './scripts/linguiPlugins.ts';

export default defineConfig({
  main: {
    plugins: linguiPlugins(),
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
    plugins: [react(), ...linguiPlugins(), tailwindcss()],
    build: {
      minify: true,
      // The policy forbids data: URLs for scripts and fonts, and the preload helper would be dead weight on app://.
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: resolve('src/renderer/index.html') },
    },
  },
});
