import { runAdmin } from './admin/main.ts';
import { consoleSender, httpSender } from './auth/sender.ts';
import { filesFolder } from './files/place.ts';
import { openApi } from './http/openApi.ts';
import { backUp, restore } from './operations/backup.ts';
import { ConfigError, readCommand, type Settings } from './operations/config.ts';
import { usage } from './operations/options.ts';
import { startServer } from './server.ts';

/** How long a shutdown may take before the process ends anyway. */
const SHUTDOWN_MS = 10_000;

async function main(): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  if (first === 'admin') {
    process.exitCode = await runAdmin(rest, process.env);
    return;
  }
  if (first === 'openapi') return say(JSON.stringify(await openApi(), null, 2));
  const command = readCommand(process.argv.slice(2), process.env);
  switch (command.name) {
    case 'help':
      return say(usage());
    case 'backup': {
      const { dataDir } = command.settings;
      return say(`The backup is ${backUp(dataDir, command.file, filesFolder(command.settings))}.`);
    }
    case 'restore': {
      const { dataDir } = command.settings;
      const kept = await restore(dataDir, command.file, filesFolder(command.settings));
      return say(`Restored.${kept === undefined ? '' : ` What was there before is ${kept}.`}`);
    }
    case 'serve':
      return serve(command.settings);
  }
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

async function serve(settings: Settings): Promise<void> {
  const codeSender =
    settings.codeSender === 'http' && settings.codeSenderUrl !== undefined
      ? httpSender(settings.codeSenderUrl, settings.codeSenderToken)
      : consoleSender;
  const { tlsCert, tlsKey, metricsPort, metricsHost } = settings;
  const server = await startServer({
    ...settings,
    codeSender,
    tls: tlsCert === undefined || tlsKey === undefined ? undefined : { cert: tlsCert, key: tlsKey },
    metrics: metricsPort === undefined ? undefined : { host: metricsHost, port: metricsPort },
  });
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
  // It would end the process, as every signal does that nobody listens to.
  process.on('SIGHUP', server.reload);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): never {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`The server could not start or stop: ${describe(error)}\n`);
  process.exit(1);
}

const LISTEN_FAULTS: Record<string, string> = {
  EADDRINUSE: 'the port is already in use. Choose another with --port.',
  EADDRNOTAVAIL: 'the address is none of this computer. Choose another with --host.',
  ENOTFOUND: 'the name of the address is unknown. Choose another with --host.',
  EACCES: 'the port is not open to this account. Choose one above 1023 with --port.',
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const sentence = 'code' in error ? LISTEN_FAULTS[String(error.code)] : undefined;
  return sentence ?? error.stack ?? error.message;
}

main().catch(fail);
