import type { Attachment } from '../../../shared/attachments.ts';
import { isPicture } from './fileUrl.ts';

const largest = { width: 320, height: 360 };
const smallestSide = 64;
/** Where nobody knows how large it is. */
const unknown = { width: 240, height: 180 };
const tile = 156;
const gap = 4;
const rowHeight = 56;
const playerHeights = { audio: 88, video: 204 };

export interface Box {
  width: number;
  height: number;
}

/** The room of a picture in CSS pixels, which is kept before it has come (S20.10). */
export function boxOf({ width, height }: Attachment, amongSeveral: boolean): Box {
  if (amongSeveral) return { width: tile, height: tile };
  if (width === undefined || height === undefined) return unknown;
  const scale = Math.min(1, largest.width / width, largest.height / height);
  return {
    width: Math.max(smallestSide, Math.round(width * scale)),
    height: Math.max(smallestSide, Math.round(height * scale)),
  };
}

/** A first guess in pixels of what the files of a message take. */
export function estimateAttachments(attachments: readonly Attachment[] = []): number {
  const pictures = attachments.filter(isPicture);
  const [only] = pictures;
  const rows = Math.ceil(pictures.length / 2);
  const ofPictures = only && pictures.length === 1 ? boxOf(only, false).height + gap : rows * (tile + gap);
  const others = attachments.filter((attachment) => !isPicture(attachment));
  return others.reduce(
    (sum, { kind }) => sum + (kind === 'audio' || kind === 'video' ? playerHeights[kind] : rowHeight),
    ofPictures,
  );
}
