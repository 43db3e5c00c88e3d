import { Trans } from '@lingui/react/macro';
import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { topCover } from '../../ui/focusHome.ts';
import { pickFiles } from './picked.ts';

const carriesFiles = (data: DataTransfer | null) => data?.types.includes('Files') ?? false;

/** Without folders, which have no bytes of their own. */
function filesIn(data: DataTransfer | null): File[] {
  return [...(data?.items ?? [])]
    .filter((item) => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true)
    .flatMap((item) => item.getAsFile() ?? []);
}

/** Files that are dropped anywhere on the window or pasted into it are for the open chat. */
export function FileDrop({ dialogId }: { dialogId: string }) {
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    function over(event: DragEvent): void {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      const isFree = topCover() === null;
      if (event.dataTransfer) event.dataTransfer.dropEffect = isFree ? 'copy' : 'none';
      setIsOver(isFree);
    }
    function leave(event: DragEvent): void {
      // Between two elements of the page there is another one; outside of it there is none.
      if (!(event.relatedTarget instanceof Node)) setIsOver(false);
    }
    function drop(event: DragEvent): void {
      setIsOver(false);
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (topCover() === null) pickFiles(dialogId, filesIn(event.dataTransfer));
    }
    function paste(event: ClipboardEvent): void {
      const files = [...(event.clipboardData?.files ?? [])];
      // Office programs put a picture of the text beside the text.
      const hasText = event.clipboardData?.getData('text/plain') !== '';
      if (files.length === 0 || hasText || topCover() !== null) return;
      event.preventDefault();
      pickFiles(dialogId, files);
    }
    document.addEventListener('dragenter', over);
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('dragenter', over);
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
      document.removeEventListener('paste', paste);
    };
  }, [dialogId]);

  if (!isOver) return null;
  return (
    <div
      data-testid="drop-overlay"
      className="pointer-events-none absolute inset-3 z-30 grid place-items-center rounded-2xl border-2 border-dashed border-accent bg-surface/90"
    >
      <p className="flex flex-col items-center gap-3 text-lg font-medium text-accent">
        <FileDown aria-hidden="true" className="size-10" />
        <Trans>Отпустите файлы, чтобы отправить их в этот чат</Trans>
      </p>
    </div>
  );
}
