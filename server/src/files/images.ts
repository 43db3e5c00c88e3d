import { readFile, stat } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { type Strip, stripGif, stripPng, stripWebp } from './containers.ts';

/** What the server knows of a picture, and what it keeps of it: the pixels, upright, and nothing else. */
export interface Picture {
  /** Pixels. */
  width: number;
  height: number;
  content: Buffer;
  /** WebP of at most 640 pixels a side. */
  preview: Buffer;
}

/** Of all frames of an animation, the first alone is ever decoded. */
const MOST_PIXELS = 50_000_000;
const MOST_BYTES = 64 * 1024 * 1024;
const PREVIEW_SIDE = 640;
const PREVIEW_QUALITY = 80;
const JPEG_QUALITY = 92;
const DECODE_SECONDS = 10;

/** By what begins the file, and by what sharp then says of it. */
const FORMATS: Record<string, { format: string; strip?: Strip }> = {
  'image/jpeg': { format: 'jpeg' },
  'image/png': { format: 'png', strip: stripPng },
  'image/apng': { format: 'png', strip: stripPng },
  'image/webp': { format: 'webp', strip: stripWebp },
  'image/gif': { format: 'gif', strip: stripGif },
};

export const isPictureType = (mimeType: string) => Object.hasOwn(FORMATS, mimeType);

// One picture has one thread, and nothing of it is kept; what is no picture is read by none of the other readers.
sharp.concurrency(1);
sharp.cache(false);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif'],
});

/** Undefined for what cannot be shown: damaged, too large, or another thing than it began as. */
export async function readPicture(path: string, mimeType: string): Promise<Picture | undefined> {
  const known = FORMATS[mimeType];
  if (!known || (await stat(path)).size > MOST_BYTES) return undefined;
  try {
    const about = await open(path).metadata();
    const { width, height } = about.autoOrient;
    const pixels = width * (about.pageHeight ?? height);
    if (about.format !== known.format || pixels > MOST_PIXELS) return undefined;
    const preview = await upright(path)
      .resize({ width: PREVIEW_SIDE, height: PREVIEW_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: PREVIEW_QUALITY })
      .toBuffer();
    const content = await pixelsOf(path, about, known.strip);
    return content && { width, height: about.pageHeight ?? height, content, preview };
  } catch {
    return undefined;
  }
}

/** A picture that was turned, and every JPEG, is written anew; of the others only the blocks that make the picture are copied. */
async function pixelsOf(
  path: string,
  about: Metadata,
  strip: Strip | undefined,
): Promise<Buffer | undefined> {
  if (strip && ((about.orientation ?? 1) === 1 || (about.pages ?? 1) > 1)) return strip(await readFile(path));
  if (about.format !== 'jpeg') return upright(path).toBuffer();
  const chromaSubsampling = about.chromaSubsampling === '4:4:4' ? '4:4:4' : '4:2:0';
  return upright(path).jpeg({ quality: JPEG_QUALITY, chromaSubsampling }).toBuffer();
}

const upright = (path: string): Sharp => open(path).autoOrient().timeout({ seconds: DECODE_SECONDS });

const open = (path: string): Sharp => sharp(path, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
