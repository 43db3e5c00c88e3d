// @ts-check
// Makes the spell-checker's dictionaries anew, with their licences beside them: `node scripts/dictionaries.mjs`. Needs
// Debian's hunspell-ru, hunspell-en-us and qt6-webengine-dev-tools. What it makes is committed: users need none of them.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runScript } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';
import { run, SetupError } from './setup/steps.mjs';

const converter = '/usr/lib/qt6/libexec/qwebengine_convert_dict';
const target = join(rootDirectory, 'resources', 'dictionaries');

/** The names that Chromium looks for. */
const dictionaries = [
  { name: 'ru-RU-3-0', source: 'ru_RU', package: 'hunspell-ru', licence: 'ru-RU.LICENSE.txt' },
  { name: 'en-US-10-1', source: 'en_US', package: 'hunspell-en-us', licence: 'en-US.LICENSE.txt' },
];

/** The Russian package holds the licences of all LibreOffice dictionaries; only the one that applies is wanted. */
function russianPart(/** @type {string} */ copyright) {
  const part = /^Files: dictionaries\/ru_RU\/\*\n([\s\S]*?)\n\n/m.exec(copyright)?.[1];
  if (!part) throw new SetupError('The copyright file of hunspell-ru has no part for ru_RU');
  return part.replace(/^ \.$/gm, '').replace(/^ /gm, '');
}

await runScript(async () => {
  if (!existsSync(converter))
    throw new SetupError(`${converter} is missing: install qt6-webengine-dev-tools`);
  for (const { name, source, package: debian, licence } of dictionaries) {
    await run(converter, [`/usr/share/hunspell/${source}.dic`, join(target, `${name}.bdic`)]);
    const version = await run('dpkg-query', ['--show', '--showformat', `\${Version}`, debian]);
    const copyright = await readFile(`/usr/share/doc/${debian}/copyright`, 'utf8');
    const text = debian === 'hunspell-ru' ? russianPart(copyright) : copyright;
    const origin = `${name}.bdic was compiled from the files ${source}.dic and ${source}.aff of Debian's package ${debian} ${version}: another\nformat, the same words and rules.`;
    await writeFile(join(target, licence), `${origin}\n\n${text.trim()}\n`);
    console.log(`${name}.bdic from ${debian} ${version}`);
  }
  return 0;
});
