import { useLingui } from '@lingui/react/macro';
import { SendHorizontal } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { cleanText, isBlank, maximumMessageLength } from '../../shared/messageText.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call, send } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { askToJumpToNewest, useView } from '../state/view.ts';
import { IconButton } from '../ui/Button.tsx';
import { Counter, counterId } from './Counter.tsx';
import { actionOf } from './composerKeys.ts';
import { EmojiButton } from './EmojiButton.tsx';
import { cleanPasted, format, insertText, withPlainLines } from './edit.ts';
import { type Part, splitText } from './parts.ts';
import { SendInParts } from './SendInParts.tsx';
import { scrollMessages } from './scrollMessages.ts';
import { checkText, counterFrom, restoreText } from './text.ts';
import { createTypingSignal } from './typingSignal.ts';
import { useDraft } from './useDraft.ts';

const signs = { bold: '*', italic: '_', code: '`' };

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
  const sentence = useErrorSentence();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(dialogId, saved, field);
  const current = useRef({ text: draft.text, mounted: true });
  const [parts, setParts] = useState<Part[] | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [typing] = useState(() =>
    createTypingSignal((isTyping) => send('setTyping', { dialogId, typing: isTyping }), Date.now),
  );
  const focusAsked = useView((view) => view.focusComposer);
  const left = maximumMessageLength - cleanText(draft.text).length;
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

  async function submit() {
    const problem = checkText(draft.text);
    if (problem === 'messageEmpty') return;
    if (problem === 'messageTooLong') {
      setParts(splitText(draft.text));
      return;
    }
    const text = cleanText(draft.text);
    const sending = call('sendMessage', { dialogId, text });
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

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    const action = actionOf(event.nativeEvent, draft.text === '', useChat.getState().settings.sendKey);
    if (action === null) return;
    event.preventDefault();
    if (action === 'send') void submit();
    else if (action === 'lastMessage') focusLastMessage();
    else if (action === 'bold' || action === 'italic' || action === 'code')
      format(event.currentTarget, signs[action]);
    else scrollMessages(action);
  }

  function paste(event: ClipboardEvent<HTMLTextAreaElement>) {
    const pasted = event.clipboardData.getData('text/plain');
    const clean = cleanPasted(pasted);
    if (clean === withPlainLines(pasted)) return;
    event.preventDefault();
    insertText(event.currentTarget, clean);
  }

  return (
    <footer data-testid="composer" className="shrink-0 border-t border-line bg-surface">
      <div className="mx-auto w-full max-w-4xl px-4 py-3">
        <div className="flex items-end gap-2 rounded-2xl border border-line bg-sunken py-1 pr-1 pl-3.5 transition-colors has-[textarea:focus]:border-accent has-[textarea:focus]:outline-2 has-[textarea:focus]:-outline-offset-1 has-[textarea:focus]:outline-accent">
          <textarea
            ref={field}
            aria-label={t`Сообщение`}
            aria-describedby={failure ? 'composer-problem' : left <= counterFrom ? counterId : undefined}
            aria-invalid={failure !== null}
            placeholder={t`Сообщение`}
            dir="auto"
            spellCheck
            rows={1}
            onChange={(event) => {
              const { value } = event.target;
              draft.change(value);
              setFailure(null);
              typing.input(isBlank(value));
            }}
            onBlur={() => typing.stop()}
            onKeyDown={press}
            onPaste={paste}
            className="field-sizing-content max-h-[min(8lh,40vh)] min-h-9 min-w-0 flex-1 resize-none bg-transparent py-[0.4375rem] text-[0.9375rem] leading-[1.375rem] select-text [overflow-wrap:anywhere] focus-around"
          />
          <Counter left={left} />
          <EmojiButton field={field} />
          <IconButton
            aria-label={t`Отправить`}
            isDisabled={isBlank(draft.text)}
            onPress={() => void submit()}
            kind="primary"
          >
            <SendHorizontal aria-hidden="true" className="size-5" />
          </IconButton>
        </div>
        {failure && (
          <p id="composer-problem" role="alert" className="px-3.5 pt-1.5 text-[0.8125rem] text-danger">
            {sentence(failure)}
          </p>
        )}
      </div>
      {parts && (
        <SendInParts dialogId={dialogId} parts={parts} onDone={finishParts} onClose={() => setParts(null)} />
      )}
    </footer>
  );
}
