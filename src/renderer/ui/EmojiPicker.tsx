import { Trans, useLingui } from '@lingui/react/macro';
import {
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
} from 'frimousse';
import { type AriaAttributes, type MouseEvent, useRef, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { loadEmojiData } from './emojiData.ts';
import { recentEmoji, rememberEmoji } from './recentEmoji.ts';
import { rememberedSkinTone, rememberSkinTone } from './skinTone.ts';

const columns = 8;
const cellClass = 'grid size-9 shrink-0 place-items-center rounded-lg text-xl';
const titleClass = 'px-2.5 pt-2 pb-1 text-xs font-medium text-muted';

interface EmojiPickerProps {
  /** `more`: Shift was held, so another one is to follow and the popover should stay. */
  onPick: (emoji: string, more: boolean) => void;
}

/** All emoji with search by name; arrows move, Enter picks. The popover around it is the caller's. */
export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const { t, i18n } = useLingui();
  const [search, setSearch] = useState('');
  const [recent] = useState(recentEmoji);
  const [skinTone] = useState(rememberedSkinTone);
  const shift = useRef(false);

  function noteShift(event: Pick<MouseEvent, 'shiftKey'>) {
    shift.current = event.shiftKey;
  }

  function pick(emoji: string) {
    rememberEmoji(emoji);
    onPick(emoji, shift.current);
  }

  return (
    <Picker.Root
      locale={i18n.locale}
      columns={columns}
      skinTone={skinTone}
      resolveEmojiData={loadEmojiData}
      onEmojiSelect={({ emoji }) => pick(emoji)}
      onKeyDownCapture={noteShift}
      onPointerDownCapture={noteShift}
      onClickCapture={noteShift}
      className="isolate flex h-90 w-80 flex-col"
    >
      <div className="m-1 mb-1.5 flex shrink-0 gap-1">
        <Picker.Search
          aria-label={t`Поиск эмодзи`}
          placeholder={t`Поиск эмодзи`}
          autoFocus
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-9 min-w-0 flex-1 rounded-lg border border-line bg-sunken px-3 select-text focus-field"
        />
        <SkinToneButton />
      </div>
      {recent.length > 0 && search === '' && <Recent emoji={recent} onPick={pick} />}
      <Picker.Viewport
        // What scrolls must be reachable by keyboard; the arrows work from here too.
        tabIndex={0}
        className="relative min-h-0 flex-1 rounded-lg focus-inside"
      >
        <div role="status" className="text-muted">
          <Picker.Loading className="absolute inset-0 grid place-items-center">
            <Trans>Загрузка…</Trans>
          </Picker.Loading>
          <Picker.Empty className="absolute inset-0 grid place-items-center">
            <Trans>Ничего не нашли</Trans>
          </Picker.Empty>
        </div>
        <Picker.List aria-label={t`Эмодзи`} className="pb-1 select-none" components={parts} />
      </Picker.Viewport>
    </Picker.Root>
  );
}

/** Goes through the tones, one a press; the next picker starts with the last one. */
function SkinToneButton() {
  const { t } = useLingui();
  return (
    <Picker.SkinTone emoji="✋">
      {({ skinTone, setSkinTone, skinToneVariations }) => {
        const index = skinToneVariations.findIndex((variation) => variation.skinTone === skinTone);
        const next = skinToneVariations[(index + 1) % skinToneVariations.length];
        return (
          <button
            type="button"
            aria-label={t`Цвет кожи`}
            title={t`Цвет кожи`}
            onClick={() => {
              if (!next) return;
              setSkinTone(next.skinTone);
              rememberSkinTone(next.skinTone);
            }}
            className={`${cellClass} focus-inside hover:bg-hover`}
          >
            {skinToneVariations[index]?.emoji}
          </button>
        );
      }}
    </Picker.SkinTone>
  );
}

/** One stop of the Tab key; arrows inside. */
function Recent({ emoji, onPick }: { emoji: string[]; onPick: (emoji: string) => void }) {
  const { t } = useLingui();
  return (
    <>
      <p aria-hidden="true" className={titleClass}>
        <Trans>Недавние</Trans>
      </p>
      <ListBox
        aria-label={t`Недавние`}
        layout="grid"
        items={emoji.map((id) => ({ id }))}
        onAction={(key) => onPick(String(key))}
        className="flex w-74 shrink-0 flex-wrap px-1"
      >
        {({ id }) => (
          <ListBoxItem textValue={id} className={`${cellClass} focus-inside hover:bg-hover`}>
            {id}
          </ListBoxItem>
        )}
      </ListBox>
    </>
  );
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className={`bg-raised ${titleClass}`}>
      {category.label}
    </div>
  );
}

/** frimousse counts rows and columns from 0, ARIA from 1. */
function countedFromOne<Props extends AriaAttributes>(
  props: Props,
  name: 'aria-rowindex' | 'aria-colindex',
): Props {
  return { ...props, [name]: (props[name] ?? 0) + 1 };
}

function Row(props: EmojiPickerListRowProps) {
  return <div {...countedFromOne(props, 'aria-rowindex')} className="px-1" />;
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    <button
      {...countedFromOne(props, 'aria-colindex')}
      type="button"
      className={`${cellClass} data-[active]:bg-hover data-[active]:outline-2 data-[active]:-outline-offset-2 data-[active]:outline-accent`}
    >
      {emoji.emoji}
    </button>
  );
}

/** Outside of the picker: made anew with every rendering, they would mount every cell anew. */
const parts = { CategoryHeader, Row, Emoji };
