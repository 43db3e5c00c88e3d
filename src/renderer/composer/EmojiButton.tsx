import { useLingui } from '@lingui/react/macro';
import { Smile } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { IconButton } from '../ui/Button.tsx';
import { EmojiPicker } from '../ui/EmojiPicker.tsx';
import { insertBehind, insertText, replaceBehind } from './edit.ts';

/** Puts emoji at the caret of `field`. The picker closes after one, unless Shift was held. */
export function EmojiButton({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const added = useRef('');

  function change(isOpen: boolean) {
    setOpen(isOpen);
    const text = added.current;
    added.current = '';
    if (isOpen || text === '') return;
    // Whoever has added emoji goes on writing; anybody else is given back the button.
    requestAnimationFrame(() => {
      if (field.current) replaceBehind(field.current, text);
    });
  }

  function pick(emoji: string, more: boolean) {
    if (more) {
      added.current += emoji;
      if (field.current) insertBehind(field.current, emoji);
      return;
    }
    change(false);
    // Only then may the text have the focus again.
    requestAnimationFrame(() => {
      if (field.current) insertText(field.current, emoji);
    });
  }

  return (
    <DialogTrigger isOpen={open} onOpenChange={change}>
      <IconButton aria-label={t`Эмодзи`}>
        <Smile aria-hidden="true" className="size-5" />
      </IconButton>
      <Popover
        placement="top end"
        className="rounded-xl border border-line bg-raised p-1 shadow-xl entering:animate-appear"
      >
        <Dialog aria-label={t`Эмодзи`}>
          <EmojiPicker onPick={pick} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
