import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleHelp } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Fingerprint } from '../../shared/fingerprint.ts';
import { emojiOf } from '../../shared/fingerprintEmoji.ts';
import type { DialogView } from '../../shared/views.ts';
import { daysAgo, formatFullTime, formatTime } from '../format/time.ts';
import { call } from '../state/bridge.ts';
import { IconButton } from '../ui/Button.tsx';
import { loadEmojiData } from '../ui/emojiData.ts';

/** Asked for again with everything that happens in the chat. */
function useFingerprint({ dialogId, lastMessage }: DialogView): Fingerprint | null {
  const [fingerprint, setFingerprint] = useState<Fingerprint | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the latest message says that something changed.
  useEffect(() => {
    let isCurrent = true;
    void call('getFingerprint', { dialogId }).then((result) => {
      if (isCurrent && result.ok) setFingerprint(result.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [dialogId, lastMessage]);
  return fingerprint;
}

const withoutSelector = (emoji: string) => emoji.replaceAll('\uFE0F', '');

/** What they are called in the language of the page, for who hears them. */
function useNames(emoji: string[]): string {
  const { i18n } = useLingui();
  const together = emoji.join(' ');
  const [names, setNames] = useState(together);
  useEffect(() => {
    let isCurrent = true;
    void loadEmojiData(i18n.locale).then(({ emojis }) => {
      const labels = new Map(emojis.map((each) => [withoutSelector(each.emoji), each.label]));
      const named = together.split(' ').map((each) => labels.get(withoutSelector(each)) ?? each);
      if (isCurrent) setNames(named.join(', '));
    });
    return () => {
      isCurrent = false;
    };
  }, [i18n.locale, together]);
  return names;
}

/** Four pictures that are the same for everybody who has the same messages (S22.4). */
export function HistoryFingerprint({ dialog }: { dialog: DialogView }) {
  const { t } = useLingui();
  const [isExplained, setExplained] = useState(false);
  const fingerprint = useFingerprint(dialog);
  const emoji = emojiOf(fingerprint?.hash ?? '');
  const names = useNames(emoji);
  if (fingerprint === null || fingerprint.to === null) return null;
  return (
    <section
      aria-label={t`Отпечаток истории`}
      className="flex flex-wrap items-center gap-x-3 border-t border-line py-3"
    >
      <h3 className="min-w-0 flex-1">
        <Trans>Отпечаток истории</Trans>
      </h3>
      <span
        role="img"
        aria-label={names}
        data-testid="fingerprint"
        className="flex gap-1.5 text-2xl leading-8"
      >
        {emoji.map((each, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: each has its place, and may stand there twice.
          <span key={place}>{each}</span>
        ))}
      </span>
      <IconButton
        aria-label={t`Как сравнить отпечатки`}
        aria-expanded={isExplained}
        onPress={() => setExplained(!isExplained)}
      >
        <CircleHelp aria-hidden="true" className="size-5" />
      </IconButton>
      <p className="basis-full text-[0.8125rem] text-muted">
        <RangeWords count={fingerprint.count} at={fingerprint.to.createdAt} />
      </p>
      {!fingerprint.isWhole && (
        <p className="basis-full pt-1 text-[0.8125rem] text-muted">
          <Trans>История загружена не вся: сравнивать можно, когда подпись у обоих одинаковая.</Trans>
        </p>
      )}
      {isExplained && (
        <p className="basis-full pt-1 text-[0.8125rem]">
          <Trans>
            Сравните четыре картинки и подпись с теми, что видит собеседник: если всё совпадает, у вас одни и
            те же сообщения в одном порядке.
          </Trans>
        </p>
      )}
    </section>
  );
}

function RangeWords({ count, at }: { count: number; at: number }) {
  const { t, i18n } = useLingui();
  const now = Date.now();
  const time = daysAgo(at, now) === 0 ? formatTime(i18n.locale, at) : formatFullTime(i18n.locale, at);
  return t`${plural(count, {
    one: 'последнее # сообщение',
    few: 'последние # сообщения',
    many: 'последние # сообщений',
    other: 'последние # сообщений',
  })}, до ${time}`;
}
