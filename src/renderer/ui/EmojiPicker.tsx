import { Trans, useLingui } from '@lingui/react/macro';
import { EmojiPicker as Picker } from 'frimousse';
import { useState } from 'react';
import { loadEmojiData } from './emojiData.ts';
import { recentEmoji, rememberEmoji } from './recentEmoji.ts';

const cellClass = 'grid size-9 place-items-center rounded-lg text-xl';

/** All emoji with search by name; arrows move, Enter picks. The popover around it is the caller's. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { t, i18n } = useLingui();
  const [recent] = useState(recentEmoji);

  function pick(emoji: string) {
    rememberEmoji(emoji);
    onPick(emoji);
  }

  return (
    <Picker.Root
      locale={i18n.locale}
      columns={9}
      resolveEmojiData={loadEmojiData}
      onEmojiSelect={({ emoji }) => pick(emoji)}
      className="isolate flex h-88 w-84 flex-col"
    >
      <Picker.Search
        aria-label={t`Поиск эмодзи`}
        placeholder={t`Поиск эмодзи`}
        autoFocus
        className="m-1 mb-1.5 h-9 shrink-0 rounded-lg border border-line bg-sunken px-3 select-text focus:border-accent focus:outline-none"
      />
      {recent.length > 0 && (
        <ul aria-label={t`Недавние`} className="flex gap-0 px-1 pb-1">
          {recent.map((emoji) => (
            <li key={emoji}>
              <button type="button" onClick={() => pick(emoji)} className={`${cellClass} hover:bg-hover`}>
                {emoji}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Picker.Viewport className="relative min-h-0 flex-1 outline-none">
        <Picker.Loading className="absolute inset-0 grid place-items-center text-muted">
          <Trans>Загрузка…</Trans>
        </Picker.Loading>
        <Picker.Empty className="absolute inset-0 grid place-items-center text-muted">
          <Trans>Ничего не нашли</Trans>
        </Picker.Empty>
        <Picker.List
          className="pb-1 select-none"
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div {...props} className="bg-raised px-2.5 pt-2 pb-1 text-xs font-medium text-muted">
                {category.label}
              </div>
            ),
            Row: ({ children, ...props }) => (
              <div {...props} className="px-1">
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...props }) => (
              <button {...props} type="button" className={`${cellClass} data-[active]:bg-hover`}>
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </Picker.Viewport>
    </Picker.Root>
  );
}
