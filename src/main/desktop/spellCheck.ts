/** Spelling is checked by the runtime's own checker with dictionaries that the program brings: nothing is fetched. */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from 'electron';
import type { Log } from '../chat/ports.ts';

/** By the names that Chromium looks for (130 to 152 at least); another name would show as `dictionaryMissing`. */
const dictionaries = [
  { language: 'ru', file: 'ru-RU-3-0.bdic' },
  { language: 'en-US', file: 'en-US-10-1.bdic' },
];

/** «discard»: nothing answers there, so that a dictionary that is missing stays missing. */
const closedAddress = 'http://127.0.0.1:9/';

/**
 * Puts the dictionaries where Chromium expects them; one that is there and whole is left alone. Call before the first
 * window. A disk that refuses costs the spell-check and nothing else.
 * @param from the folder that the program came with
 * @param sessionData Chromium's own folder of this profile
 */
export function placeDictionaries(from: string, sessionData: string, log: Log): void {
  const directory = join(sessionData, 'Dictionaries');
  for (const { file } of dictionaries) {
    try {
      const [source, target] = [join(from, file), join(directory, file)];
      if (existsSync(target) && statSync(target).size === statSync(source).size) continue;
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const unfinished = `${target}.new`;
      writeFileSync(unfinished, readFileSync(source), { mode: 0o600 });
      renameSync(unfinished, target);
    } catch (error) {
      log.warn('spellCheck.notPlaced', { file, cause: error instanceof Error ? error.name : 'unknown' });
    }
  }
}

/** Russian and English at once. On macOS the system checks, in the languages that the person set there. */
export function prepareSpellCheck(session: Session, log: Log): void {
  session.setSpellCheckerDictionaryDownloadURL(closedAddress);
  session.on('spellcheck-dictionary-download-failure', (_event, language) => {
    log.warn('spellCheck.dictionaryMissing', { language });
  });
  if (process.platform !== 'darwin')
    session.setSpellCheckerLanguages(dictionaries.map(({ language }) => language));
}
