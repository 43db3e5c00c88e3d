import { isBlank } from '../../../src/shared/messageText.ts';

/** What file systems take, in bytes of UTF-8. */
const LONGEST_NAME = 255;
const LONGEST_EXTENSION = 32;

/** Controls, line breaks, and the signs that turn around what follows them: `exe.gpj` must not read `jpg.exe`. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** The name of a file as its sender calls it: no path, nothing that hides what it is, never empty, at most 255 bytes (P7.48). */
export function cleanFileName(text: string): string {
  const [last = ''] = text.toWellFormed().normalize('NFC').split(/[/\\]/).slice(-1);
  const name = last.replace(unfit, '').trim();
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 || bytesOf(name.slice(dot)) > LONGEST_EXTENSION ? '' : name.slice(dot);
  const stem = name.slice(0, name.length - extension.length);
  // «..» and names of nothing but an extension or of signs that nobody sees.
  if (isBlank(stem.replaceAll('.', ''))) return isBlank(extension.slice(1)) ? 'file' : `file${extension}`;
  return cut(stem, LONGEST_NAME - bytesOf(extension)) + extension;
}

const bytesOf = (text: string) => Buffer.byteLength(text);

/** At most so many bytes, between two signs as people see them. */
function cut(text: string, most: number): string {
  if (bytesOf(text) <= most) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (bytesOf(kept) + bytesOf(segment) > most) break;
    kept += segment;
  }
  return kept.trimEnd() || 'file';
}
