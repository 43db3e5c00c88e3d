/**
 * Images of several blocks, copied without what is no part of the picture: places, cameras, comments, and whatever stands behind
 * its end. The pictures themselves, animated ones too, stay as they are.
 */

/** Undefined where the bytes are not what they were taken for. */
export type Strip = (data: Buffer) => Buffer | undefined;

const PNG_HEAD = 8;
const PNG_KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(
    ' ',
  ),
);

/** PNG, third edition, 5.3: length, type, data, checksum. */
export const stripPng: Strip = (data) => {
  const kept = [data.subarray(0, PNG_HEAD)];
  for (let at = PNG_HEAD; at + 12 <= data.length; ) {
    const type = data.toString('latin1', at + 4, at + 8);
    const end = at + 12 + data.readUInt32BE(at);
    if (end > data.length) return undefined;
    if (PNG_KEPT.has(type)) kept.push(data.subarray(at, end));
    if (type === 'IEND') return Buffer.concat(kept);
    at = end;
  }
  return undefined;
};

const WEBP_KEPT = new Set(['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L']);
/** In the first byte of VP8X. */
const WEBP_EXIF_AND_XMP = 0x0c;

/** RFC 9649: a RIFF of type, size, data, each of an even length. */
export const stripWebp: Strip = (data) => {
  if (data.length < 12) return undefined;
  const whole = Math.min(data.length, 8 + data.readUInt32LE(4));
  const kept = [Buffer.from(data.subarray(0, 12))];
  for (let at = 12; at + 8 <= whole; ) {
    const type = data.toString('latin1', at, at + 4);
    const size = data.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > whole) return undefined;
    if (WEBP_KEPT.has(type)) {
      const chunk = Buffer.from(data.subarray(at, end));
      if (type === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~WEBP_EXIF_AND_XMP;
      kept.push(chunk);
    }
    at = end;
  }
  const stripped = Buffer.concat(kept);
  stripped.writeUInt32LE(stripped.length - 8, 4);
  return stripped;
};

const GIF = { extension: 0x21, image: 0x2c, end: 0x3b, comment: 0xfe, application: 0xff };
const GIF_LOOPS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

/** GIF89a, appendix A. */
export const stripGif: Strip = (data) => {
  const head = 13 + tableOf(data[10] ?? 0);
  const kept = [data.subarray(0, head)];
  for (let at = head; at < data.length; ) {
    const block = data[at];
    if (block === GIF.end) return Buffer.concat([...kept, Buffer.of(GIF.end)]);
    const end = block === GIF.image ? endOfImage(data, at) : endOfBlocks(data, at + 2);
    if ((block !== GIF.image && block !== GIF.extension) || end === undefined) return undefined;
    if (block === GIF.image || !isRemark(data, at)) kept.push(data.subarray(at, end));
    at = end;
  }
  return undefined;
};

/** Bytes of the table of colours that these flags speak of. */
const tableOf = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

const endOfImage = (data: Buffer, at: number) => endOfBlocks(data, at + 11 + tableOf(data[at + 9] ?? 0));

function endOfBlocks(data: Buffer, start: number): number | undefined {
  for (let at = start; at < data.length; ) {
    const size = data[at] ?? 0;
    at += size + 1;
    if (size === 0) return at;
  }
  return undefined;
}

function isRemark(data: Buffer, at: number): boolean {
  if (data[at + 1] === GIF.comment) return true;
  return data[at + 1] === GIF.application && !GIF_LOOPS.has(data.toString('latin1', at + 3, at + 14));
}
