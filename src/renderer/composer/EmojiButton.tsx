import { useLingui } from '@lingui/react/macro';
import { Smile } from 'lucide-react';
import { useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { IconButton } from '../ui/Button.tsx';
import { EmojiPicker } from '../ui/EmojiPicker.tsx';

/** The picker closes after one emoji; `onPick` takes the focus back to the text. */
export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <IconButton aria-label={t`Эмодзи`}>
        <Smile aria-hidden="true" className="size-5" />
      </IconButton>
      <Popover
        placement="top end"
        className="rounded-xl border border-line bg-raised p-1 shadow-xl entering:animate-appear"
      >
        <Dialog aria-label={t`Эмодзи`} className="outline-none">
          <EmojiPicker
            onPick={(emoji) => {
              setOpen(false);
              // The popover first gives the focus back to its button.
              requestAnimationFrame(() => onPick(emoji));
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
