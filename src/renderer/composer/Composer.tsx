import { useLingui } from '@lingui/react/macro';
import { SendHorizontal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { cleanText, isBlank } from '../../shared/messageText.ts';
import { call, send } from '../state/bridge.ts';
import { pageTime } from '../state/pageTime.ts';
import { useChat } from '../state/store.ts';
import { askToJumpToNewest, useView } from '../state/view.ts';
import { IconButton } from '../ui/Button.tsx';
import { AttachButton } from './attachments/AttachButton.tsx';
import { SendFiles } from './attachments/SendFiles.tsx';
import { ComposerField } from './ComposerField.tsx';
import { noteChosen, takeChosen } from './chosenMentions.ts';
import { editLatest } from './editMessage.ts';
import { type Part, splitText } from './parts.ts';
import { ReplyStrip, replyStripId } from './ReplyStrip.tsx';
import { replyToNeighbour, stopReply } from './reply.ts';
import { SendInParts } from './SendInParts.tsx';
import { checkText, restoreText } from './text.ts';
import { createTypingSignal } from './typingSignal.ts';
import { useDraft } from './useDraft.ts';

/** The feed is walked with the arrows from there. */
function focusLastMessage(): void {
  const feed = document.querySelector<HTMLElement>('[role="feed"]');
  feed?.focus();
  feed?.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
}

interface ComposerProps {
  dialogId: string;
  /** What was saved before; later changes of it are our own coming back. */
  draft: string;
}

export function Composer({ dialogId, draft: saved }: ComposerProps) {
  const { t } = useLingui();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(dialogId, saved, field);
  const current = useRef({ text: draft.text, mounted: true });
  const [parts, setParts] = useState<Part[] | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [typing] = useState(() =>
    createTypingSignal((isTyping) => send('setTyping', { dialogId, typing: isTyping }), Date.now),
  );
  const focusAsked = useView((view) => view.focusComposer);
  const quote = useChat((state) => state.dialogs.get(dialogId)?.replyTo);
  const replyTo = quote?.key ?? undefined;
  current.current.text = draft.text;

  useEffect(() => {
    const element = field.current;
    // Being given the focus again would end the step of undo that the first key has begun.
    if (focusAsked >= 0 && element !== document.activeElement) element?.focus();
  }, [focusAsked]);

  useEffect(() => {
    const state = current.current;
    state.mounted = true;
    return () => {
      state.mounted = false;
      typing.stop();
    };
  }, [typing]);

  /** `moment`: as an event's `timeStamp`; absent: now. */
  async function submit(moment?: number) {
    const problem = checkText(draft.text);
    if (problem === 'messageEmpty') return;
    if (problem === 'messageTooLong') {
      setParts(splitText(draft.text));
      return;
    }
    const text = cleanText(draft.text);
    const pressedAt = pageTime(moment);
    const carried = { ...(replyTo && { replyTo }), ...takeChosen(dialogId), pressedAt };
    const sending = call('sendMessage', { dialogId, text, ...carried });
    draft.change('');
    setFailure(null);
    typing.stop();
    askToJumpToNewest();
    field.current?.focus();
    const result = await sending;
    if (!result.ok) restore(text, result.error.code);
  }

  /** All parts went, or what is left stays in the field. */
  function finishParts(rest: string, code: ErrorCode | null) {
    typing.stop();
    askToJumpToNewest();
    // Of a chat that was left meanwhile the rest is its draft already.
    if (!current.current.mounted) return;
    draft.change(rest);
    setFailure(code);
  }

  function restore(text: string, code: ErrorCode) {
    if (current.current.mounted) {
      draft.change(restoreText(text, current.current.text));
      setFailure(code);
      return;
    }
    const written = useChat.getState().dialogs.get(dialogId)?.draft ?? '';
    send('saveDraft', { dialogId, text: restoreText(text, written) });
  }

  return (
    <footer data-testid="composer" className="shrink-0 border-t border-line bg-surface">
      <ComposerField
        field={field}
        dialogId={dialogId}
        label={t`Сообщение`}
        text={draft.text}
        failure={failure}
        describedBy={quote && replyStripId}
        onInput={(value) => {
          draft.change(value);
          setFailure(null);
          if (!value.includes('@')) takeChosen(dialogId);
          typing.input(isBlank(value));
        }}
        onBlur={() => typing.stop()}
        onMention={(userId) => noteChosen(dialogId, userId)}
        onKey={(event) => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing || !quote) return false;
          event.stopPropagation();
          stopReply(dialogId);
          return true;
        }}
        onAction={(action, moment) => {
          if (action === 'send') void submit(moment);
          else if (action === 'replyAbove') replyToNeighbour(-1);
          else if (action === 'replyBelow') replyToNeighbour(1);
          else if (!editLatest()) focusLastMessage();
        }}
        attach={<AttachButton dialogId={dialogId} />}
        header={
          quote && (
            <ReplyStrip
              quote={quote}
              onClose={() => {
                stopReply(dialogId);
                field.current?.focus();
              }}
            />
          )
        }
        button={
          <IconButton
            aria-label={t`Отправить`}
            isDisabled={isBlank(draft.text)}
            onPress={() => void submit()}
            kind="primary"
          >
            <SendHorizontal aria-hidden="true" className="size-5" />
          </IconButton>
        }
      />
      <SendFiles dialogId={dialogId} text={draft.text} onText={draft.change} replyTo={replyTo} />
      {parts && (
        <SendInParts
          dialogId={dialogId}
          parts={parts}
          replyTo={replyTo}
          onDone={finishParts}
          onClose={() => setParts(null)}
        />
      )}
    </footer>
  );
}
