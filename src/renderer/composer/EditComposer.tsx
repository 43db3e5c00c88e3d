import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Pencil, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { isBlank } from '../../shared/messageText.ts';
import { call } from '../state/bridge.ts';
import { askToFocusComposer, useView } from '../state/view.ts';
import { askToRemove } from '../timeline/messageMenu.ts';
import { IconButton } from '../ui/Button.tsx';
import { ComposerField } from './ComposerField.tsx';
import { type Editing, noteEdited, restoreEdit, stopEditing } from './editMessage.ts';
import { checkText } from './text.ts';

/** In the place of the composer while an own message gets another text. Escape leaves it as it was. */
export function EditComposer({ dialogId, editing }: { dialogId: string; editing: Editing }) {
  const { t } = useLingui();
  const field = useRef<HTMLTextAreaElement>(null);
  const { key, text, failure } = editing;
  const initial = useRef(text);
  const chosen = useRef<string[]>([]);
  const focusAsked = useView((view) => view.focusComposer);

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.value = initial.current;
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);

  useEffect(() => {
    if (focusAsked >= 0) field.current?.focus();
  }, [focusAsked]);

  function end() {
    stopEditing(dialogId);
    askToFocusComposer();
  }

  async function save() {
    const code = checkText(text);
    // A text that is taken away altogether is a message that is.
    if (code === 'messageEmpty') askToRemove(key);
    else if (code !== null) restoreEdit({ type: 'editRefused', dialogId, key, text, code });
    else {
      end();
      const result = await call('editMessage', {
        key,
        text,
        ...(chosen.current.length > 0 && { mentioned: chosen.current }),
      });
      if (!result.ok) restoreEdit({ type: 'editRefused', dialogId, key, text, code: result.error.code });
    }
  }

  return (
    <footer data-testid="composer" className="shrink-0 border-t border-line bg-surface">
      <ComposerField
        field={field}
        dialogId={dialogId}
        label={t`Изменённый текст`}
        text={text}
        failure={failure}
        onInput={(next) => noteEdited(dialogId, next)}
        onMention={(userId) => chosen.current.push(userId)}
        onKey={(event) => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing) return false;
          event.stopPropagation();
          end();
          return true;
        }}
        onAction={(action) => {
          if (action === 'send') void save();
        }}
        header={
          <div className="flex items-center gap-2 pb-1.5 pl-3.5 text-[0.8125rem] text-accent">
            <Pencil aria-hidden="true" className="size-4 shrink-0" />
            <span className="min-w-0 flex-1 font-medium">
              <Trans>Изменение сообщения</Trans>
            </span>
            <IconButton aria-label={t`Не менять`} onPress={end}>
              <X aria-hidden="true" className="size-4" />
            </IconButton>
          </div>
        }
        button={
          <IconButton
            aria-label={t`Сохранить`}
            isDisabled={isBlank(text)}
            onPress={() => void save()}
            kind="primary"
          >
            <Check aria-hidden="true" className="size-5" />
          </IconButton>
        }
      />
    </footer>
  );
}
