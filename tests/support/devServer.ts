import { resolveConfig } from 'electron-vite';
import { createServer } from 'vite';
import { rootDirectory } from './root.ts';

/** The renderer's development server, as `npm run dev` starts it. */
export interface RendererDevServer {
  url: string;
  /** Sends the window what it gets when this source file (from the root of the checkout) has been saved. */
  reload(file: string): Promise<void>;
  close(): Promise<void>;
}

export async function startRendererDevServer(): Promise<RendererDevServer> {
  const configFile = `${rootDirectory}/electron.vite.config.ts`;
  const { config } = await resolveConfig({ root: rootDirectory, configFile }, 'serve', 'development');
  const server = await createServer({
    ...config?.renderer,
    configFile: false,
    logLevel: 'error',
    build: {
      ...config?.renderer?.build,
      rolldownOptions: { input: `${rootDirectory}/src/renderer/index.html` },
    },
  });
  await server.listen(0);
  // Libraries are bundled at the first request; a window that asked earlier would be reloaded in the middle of a test.
  await server.warmupRequest('/main.tsx');
  await server.waitForRequestsIdle();
  return {
    url: String(server.resolvedUrls?.local[0]),
    async reload(file) {
      const modules = server.moduleGraph.getModulesByFile(`${rootDirectory}/${file}`);
      if (!modules || modules.size === 0) throw new Error(`The window has not loaded ${file}`);
      for (const module of modules) await server.reloadModule(module);
    },
    close: () => server.close(),
  };
}
