import { consoleSender, httpSender } from './auth/sender.ts';
import { ConfigError, readSettings } from './config.ts';
import { startServer } from './server.ts';

/** How long a shutdown may take before the process ends anyway. */
const SHUTDOWN_MS = 5_000;

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  const codeSender =
    settings.codeSender === 'http' && settings.codeSenderUrl !== undefined
      ? httpSender(settings.codeSenderUrl, settings.codeSenderToken)
      : consoleSender;
  const server = await startServer({ ...settings, codeSender });
  process.stdout.write(`CHAT3_SERVER_READY ${JSON.stringify({ url: server.url })}\n`);

  let closing = false;
  const stop = () => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): never {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`The server could not start or stop: ${describe(error)}\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE')
    return 'the port is already in use. Choose another with --port.';
  return error.stack ?? error.message;
}

main().catch(fail);
