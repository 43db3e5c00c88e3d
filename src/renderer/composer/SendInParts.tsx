import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ErrorCode } from '../../shared/domain.ts';
import { call, send } from '../state/bridge.ts';
import { Confirm } from '../ui/Confirm.tsx';
import type { Part } from './parts.ts';

interface SendInPartsProps {
  dialogId: string;
  parts: Part[];
  /** What the first one answers. */
  replyTo: string | undefined;
  /** `rest`: what did not go, and why; empty where everything did. */
  onDone: (rest: string, failure: ErrorCode | null) => void;
  onClose: () => void;
}

/** Asks before one text becomes several messages. */
export function SendInParts({ dialogId, parts, replyTo, onDone, onClose }: SendInPartsProps) {
  const { t } = useLingui();

  /** One after the other: what fails must not be overtaken by what comes after it. */
  async function sendAll() {
    for (const [index, { text, rest }] of parts.entries()) {
      const result = await call('sendMessage', {
        dialogId,
        text,
        ...(index === 0 && replyTo && { replyTo }),
      });
      if (!result.ok) {
        onDone(rest, result.error.code);
        return { ok: true as const, value: null };
      }
      // Sending cleared it; should the program end here, the rest is not lost.
      send('saveDraft', { dialogId, text: parts[index + 1]?.rest ?? '' });
    }
    onDone('', null);
    return { ok: true as const, value: null };
  }

  const count = parts.length;
  return (
    <Confirm
      title={t`${plural(count, {
        one: 'Отправить # сообщением?',
        few: 'Отправить # сообщениями?',
        many: 'Отправить # сообщениями?',
        other: 'Отправить # сообщениями?',
      })}`}
      action={t`Отправить`}
      kind="primary"
      onConfirm={sendAll}
      onClose={onClose}
    >
      <Trans>Текст длиннее 10 000 символов. Части придут по порядку, слова и строки останутся целыми.</Trans>
    </Confirm>
  );
}
