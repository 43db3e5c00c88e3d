import { withoutBidiControls } from './bidi.ts';

/** UTF-8 bytes that the usual file systems take, with room for « (2)». */
const longestBytes = 240;
/** Windows reads these as devices, whatever ending follows. */
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/**
 * A name that any file system takes, that leads into no other folder and shows its true ending: without separators,
 * controls, invisible signs and signs that turn text around, and without dots and spaces at its ends.
 */
export function cleanFileName(name: string): string {
  const plain = withoutBidiControls(name.toWellFormed())
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, '')
    .replaceAll(/[\\/:*?"<>|]+/g, '_')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '')
    .replace(device, '_$1');
  return shortened(plain === '' ? 'file' : plain);
}

/** Cut before its ending, never within a character. */
function shortened(name: string): string {
  if (bytesOf(name) <= longestBytes) return name;
  const ending = /\.[^.\s]{1,20}$/u.exec(name)?.[0] ?? '';
  const characters = Array.from(name.slice(0, name.length - ending.length));
  while (bytesOf(characters.join('') + ending) > longestBytes) characters.pop();
  return characters.join('').trimEnd() + ending;
}
