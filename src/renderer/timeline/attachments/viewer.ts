import { create } from 'zustand';
import type { Attachment } from '../../../shared/attachments.ts';
import type { MessageView } from '../../../shared/views.ts';
import { isPicture } from './fileUrl.ts';

/** The picture that is shown as large as the window; null: none. */
export const useViewer = create<{ shown: { key: string; fileId: string } | null }>(() => ({ shown: null }));

export function viewImage(key: string, fileId: string): void {
  useViewer.setState({ shown: { key, fileId } });
}

export function closeViewer(): void {
  useViewer.setState({ shown: null });
}

export interface ViewedPicture {
  key: string;
  attachment: Attachment;
}

/** The pictures of what is loaded of the chat, in its order. */
export function picturesOf(messages: readonly MessageView[]): ViewedPicture[] {
  return messages.flatMap(({ key, attachments = [], removed }) =>
    removed === undefined ? attachments.filter(isPicture).map((attachment) => ({ key, attachment })) : [],
  );
}

const zoomSteps = [1, 1.5, 2, 3, 4, 6, 8];

/** The next step up or down from here. */
export function zoomed(scale: number, direction: 1 | -1): number {
  const next =
    direction > 0 ? zoomSteps.find((step) => step > scale) : zoomSteps.findLast((step) => step < scale);
  return next ?? scale;
}
