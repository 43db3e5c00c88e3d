import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Modal as AriaModal, Dialog, Heading, ModalOverlay } from 'react-aria-components';
import { IconButton } from './Button.tsx';
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

/** Closes by its cross, by Escape and by a press beside it. */
export function Modal({
  title,
  isOpen,
  onClose,
  role = 'dialog',
  width = 'max-w-md',
  className,
  children,
}: ModalProps) {
  const { t } = useLingui();
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
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
        <Dialog role={role} className="relative flex min-h-0 flex-1 flex-col">
          <div className="contents" onKeyDownCapture={(event) => closeByEscape(event, onClose)}>
            <Heading slot="title" className="pt-5 pr-14 pb-3 pl-5 text-lg font-semibold">
              {title}
            </Heading>
            {children}
            {/* Behind the rest, so that Tab begins with what the dialog is about. */}
            <IconButton aria-label={t`Закрыть`} onPress={onClose} className="absolute top-3.5 right-3.5">
              <X aria-hidden="true" className="size-5" />
            </IconButton>
          </div>
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
