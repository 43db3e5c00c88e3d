import { useLingui } from '@lingui/react/macro';
import { ChevronLeft, ChevronRight, Copy, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useChat } from '../../state/store.ts';
import { IconButton } from '../../ui/Button.tsx';
import { canCopyImage, copyImage, saveFile } from './fileActions.ts';
import { contentUrl, previewUrl } from './fileUrl.ts';
import { closeViewer, picturesOf, useViewer, type ViewedPicture, viewImage, zoomed } from './viewer.ts';

/** One picture of the open chat over everything else. Keys: arrows, plus, minus, nought, Escape. */
export function ImageViewer() {
  const shown = useViewer((viewer) => viewer.shown);
  const messages = useChat((state) => state.window?.messages);
  useEffect(() => closeViewer, []);
  if (shown === null) return null;
  const pictures = picturesOf(messages ?? []);
  // Its own name changes once the server has it.
  const exact = pictures.findIndex(({ attachment }) => attachment.fileId === shown.fileId);
  const index = exact >= 0 ? exact : pictures.findIndex(({ key }) => key === shown.key);
  const picture = pictures[index];
  if (!picture) return null;
  return <OpenViewer key={picture.attachment.fileId} pictures={pictures} index={index} picture={picture} />;
}

interface OpenViewerProps {
  pictures: ViewedPicture[];
  index: number;
  picture: ViewedPicture;
}

function OpenViewer({ pictures, index, picture: { attachment } }: OpenViewerProps) {
  const { t } = useLingui();
  const [scale, setScale] = useState(1);
  const [failed, setFailed] = useState(false);
  const [before, after] = [pictures[index - 1], pictures[index + 1]];
  const place = useRef<HTMLDivElement>(null);
  const zoom = (direction: 1 | -1) => setScale((known) => zoomed(known, direction));
  const go = (to: ViewedPicture | undefined) => to && viewImage(to.key, to.attachment.fileId);
  const [position, total] = [index + 1, pictures.length];
  const { name } = attachment;

  useEffect(() => {
    const element = place.current;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      setScale((known) => zoomed(known, event.deltaY < 0 ? 1 : -1));
    };
    // React's own listener is passive, and the window would scroll or zoom.
    element?.addEventListener('wheel', turn, { passive: false });
    const toggle = () => setScale((known) => (known === 1 ? 2 : 1));
    element?.addEventListener('dblclick', toggle);
    return () => {
      element?.removeEventListener('wheel', turn);
      element?.removeEventListener('dblclick', toggle);
    };
  }, []);

  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const actions: Record<string, () => void> = {
        '+': () => zoom(1),
        '=': () => zoom(1),
        '-': () => zoom(-1),
        '0': () => setScale(1),
        ArrowLeft: () => go(before),
        ArrowRight: () => go(after),
        Escape: closeViewer,
      };
      const act = event.altKey || event.ctrlKey || event.metaKey ? undefined : actions[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    }
    // Wherever the focus is: nothing else can be pressed.
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  });

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) closeViewer();
      }}
      className="fixed inset-0 z-40 bg-backdrop"
    >
      <Modal className="flex size-full">
        <Dialog aria-label={t`Фото ${name}`} className="flex min-w-0 flex-1 flex-col bg-surface/95">
          <div className="flex min-h-0 flex-1 flex-col">
            <header className="flex items-center gap-1 px-4 py-2">
              <p className="min-w-0 flex-1 truncate font-medium">
                <bdi>{name}</bdi>
              </p>
              <p aria-live="polite" className="px-2 text-[0.8125rem] text-muted tabular-nums">
                {t`${position} из ${total}`}
              </p>
              <IconButton aria-label={t`Уменьшить`} isDisabled={scale <= 1} onPress={() => zoom(-1)}>
                <ZoomOut aria-hidden="true" className="size-5" />
              </IconButton>
              <IconButton aria-label={t`Увеличить`} onPress={() => zoom(1)}>
                <ZoomIn aria-hidden="true" className="size-5" />
              </IconButton>
              {canCopyImage(attachment) && (
                <IconButton aria-label={t`Копировать изображение`} onPress={() => void copyImage(attachment)}>
                  <Copy aria-hidden="true" className="size-5" />
                </IconButton>
              )}
              <IconButton aria-label={t`Сохранить как…`} onPress={() => saveFile(attachment)}>
                <Download aria-hidden="true" className="size-5" />
              </IconButton>
              <IconButton aria-label={t`Закрыть`} autoFocus onPress={closeViewer}>
                <X aria-hidden="true" className="size-5" />
              </IconButton>
            </header>
            <div className="flex min-h-0 flex-1 items-center gap-2 px-2 pb-4">
              <IconButton aria-label={t`Предыдущее фото`} isDisabled={!before} onPress={() => go(before)}>
                <ChevronLeft aria-hidden="true" className="size-6" />
              </IconButton>
              <div ref={place} className="grid size-full min-w-0 flex-1 place-items-center overflow-auto">
                <img
                  // What cannot be drawn as it is, is shown as the server has made it.
                  src={failed ? previewUrl(attachment) : contentUrl(attachment)}
                  alt={name}
                  data-scale={scale}
                  draggable={false}
                  onError={() => setFailed(true)}
                  className="max-h-full max-w-full object-contain"
                  style={
                    scale === 1
                      ? undefined
                      : { width: `${scale * 100}%`, maxWidth: 'none', maxHeight: 'none' }
                  }
                />
              </div>
              <IconButton aria-label={t`Следующее фото`} isDisabled={!after} onPress={() => go(after)}>
                <ChevronRight aria-hidden="true" className="size-6" />
              </IconButton>
            </div>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
