import type { KeyboardEvent, ReactNode } from 'react';
import { Modal as AriaModal, Dialog, Heading, ModalOverlay } from 'react-aria-components';
import { classNames } from './classNames.ts';

interface ModalProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** `alertdialog` for questions that want an answer. */
  role?: 'dialog' | 'alertdialog';
  /** A class that limits it. */
  width?: string;
  className?: string;
  children: ReactNode;
}

/** A search field would take the first Escape to empty itself; what lies over this dialog has its own. */
function closeByEscape(event: KeyboardEvent, onClose: () => void): void {
  const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
  if (event.key !== 'Escape' || !isInside || event.nativeEvent.isComposing) return;
  event.stopPropagation();
  onClose();
}

export function Modal({
  title,
  isOpen,
  onClose,
  role = 'dialog',
  width = 'max-w-md',
  className,
  children,
}: ModalProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="fixed inset-0 z-40 grid place-items-center bg-backdrop p-4 entering:animate-rise"
    >
      <AriaModal
        className={classNames(
          'flex max-h-full w-full flex-col overflow-hidden rounded-2xl border border-line bg-raised',
          'shadow-2xl entering:animate-appear',
          width,
          className,
        )}
      >
        <Dialog role={role} className="flex min-h-0 flex-1 flex-col outline-none">
          <div className="contents" onKeyDownCapture={(event) => closeByEscape(event, onClose)}>
            <Heading slot="title" className="px-5 pt-5 pb-3 text-lg font-semibold">
              {title}
            </Heading>
            {children}
          </div>
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
