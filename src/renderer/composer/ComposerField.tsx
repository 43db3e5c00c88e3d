import { useLingui } from '@lingui/react/macro';
import type { ClipboardEvent, KeyboardEvent, ReactNode, RefObject } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { cleanText, maximumMessageLength } from '../../shared/messageText.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { useChat } from '../state/store.ts';
import { Counter, counterId } from './Counter.tsx';
import { actionOf, type ComposerAction } from './composerKeys.ts';
import { EmojiButton } from './EmojiButton.tsx';
import { cleanPasted, format, insertText, withPlainLines } from './edit.ts';
import { MentionList, mentionListId, mentionOptionId } from './MentionList.tsx';
import { scrollMessages } from './scrollMessages.ts';
import { counterFrom } from './text.ts';
import { useMentionList } from './useMentionList.ts';

const signs = { bold: '*', italic: '_', code: '`' };

/** What differs from field to field. */
const ofField = ['send', 'lastMessage', 'replyAbove', 'replyBelow'] as const;
type FieldAction = (typeof ofField)[number];

const isOfField = (action: ComposerAction): action is FieldAction =>
  ofField.some((known) => known === action);

interface ComposerFieldProps {
  field: RefObject<HTMLTextAreaElement | null>;
  dialogId: string;
  label: string;
  /** What stands in the field, which holds it by itself. */
  text: string;
  failure: ErrorCode | null;
  /** The id of what is told of the field while nothing more urgent is. */
  describedBy?: string | undefined;
  onInput: (text: string) => void;
  onBlur?: () => void;
  /** Somebody was chosen to be named. */
  onMention: (userId: string) => void;
  /** Keys that this field shares with none. */
  onKey?: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  /** `moment`: when the key was pressed, as an event's `timeStamp`. */
  onAction: (action: FieldAction, moment: number) => void;
  /** Above the field, and at its end. */
  header?: ReactNode;
  attach?: ReactNode;
  button: ReactNode;
}

/** A field for the text of a message, with what all such fields can: emphasis, emoji, counting, clean pasting. */
export function ComposerField(props: ComposerFieldProps) {
  const { field, dialogId, label, text, failure, onAction } = props;
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const mentionList = useMentionList({ field, dialogId, text, onTake: props.onMention });
  const offers = mentionList.candidates.length > 0;
  const left = maximumMessageLength - cleanText(text).length;

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (mentionList.onKey(event) || props.onKey?.(event)) return;
    const action = actionOf(event.nativeEvent, text === '', useChat.getState().settings.sendKey);
    if (action === null) return;
    event.preventDefault();
    if (action === 'bold' || action === 'italic' || action === 'code')
      format(event.currentTarget, signs[action]);
    else if (isOfField(action)) onAction(action, event.timeStamp);
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
    <div className="mx-auto w-full max-w-4xl px-4 py-3">
      {props.header}
      <div className="relative flex items-end gap-2 rounded-2xl border border-line bg-sunken py-1 pr-1 pl-3.5 transition-colors has-[textarea:focus]:border-accent has-[textarea:focus]:outline-2 has-[textarea:focus]:-outline-offset-1 has-[textarea:focus]:outline-accent">
        <MentionList {...mentionList} />
        <textarea
          ref={field}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={offers ? mentionListId : undefined}
          aria-activedescendant={offers ? mentionOptionId(mentionList.active) : undefined}
          aria-describedby={
            failure ? 'composer-problem' : left <= counterFrom ? counterId : props.describedBy
          }
          aria-invalid={failure !== null}
          placeholder={t`Сообщение`}
          dir="auto"
          spellCheck
          rows={1}
          onChange={(event) => {
            props.onInput(event.target.value);
            mentionList.moveCaret(caretOf(event.target));
          }}
          onSelect={(event) => mentionList.moveCaret(caretOf(event.currentTarget))}
          onBlur={() => {
            mentionList.moveCaret(null);
            props.onBlur?.();
          }}
          onKeyDown={press}
          onPaste={paste}
          className="field-sizing-content max-h-[min(8lh,40vh)] min-h-9 min-w-0 flex-1 resize-none bg-transparent py-[0.4375rem] text-[0.9375rem] leading-[1.375rem] select-text [overflow-wrap:anywhere] focus-around"
        />
        <Counter left={left} />
        {props.attach}
        <EmojiButton field={field} />
        {props.button}
      </div>
      {failure && (
        <p id="composer-problem" role="alert" className="px-3.5 pt-1.5 text-[0.8125rem] text-danger">
          {sentence(failure)}
        </p>
      )}
    </div>
  );
}

/** null: something is selected. */
function caretOf({ selectionStart, selectionEnd }: HTMLTextAreaElement): number | null {
  return selectionStart === selectionEnd ? selectionStart : null;
}
