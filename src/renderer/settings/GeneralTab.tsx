import { Trans, useLingui } from '@lingui/react/macro';
import { Minus, Plus } from 'lucide-react';
import { changedZoom, type ZoomChange, zoomRange } from '../../shared/zoom.ts';
import { useChat } from '../state/store.ts';
import { IconButton } from '../ui/Button.tsx';
import { Toggle } from '../ui/Toggle.tsx';
import { Choice } from './Choice.tsx';
import { changeSettings } from './changeSettings.ts';

export function GeneralTab() {
  const { t } = useLingui();
  const settings = useChat((state) => state.settings);
  return (
    <>
      <Choice
        title={t`Язык`}
        value={settings.language}
        onChange={(language) => void changeSettings({ language })}
        options={[
          // oxlint-disable-next-line catalogue/words -- every language is called as it calls itself
          { value: 'ru', words: 'Русский', lang: 'ru' },
          { value: 'en', words: 'English', lang: 'en' },
        ]}
      />
      <Choice
        title={t`Тема`}
        value={settings.theme}
        onChange={(theme) => void changeSettings({ theme })}
        options={[
          { value: 'system', words: t`Как в системе` },
          { value: 'light', words: t`Светлая` },
          { value: 'dark', words: t`Тёмная` },
        ]}
      />
      <Choice
        title={t`Размер текста`}
        value={settings.textSize}
        onChange={(textSize) => void changeSettings({ textSize })}
        options={[
          { value: 'small', words: t`Мелкий` },
          { value: 'normal', words: t`Обычный` },
          { value: 'large', words: t`Крупный` },
          { value: 'largest', words: t`Самый крупный` },
        ]}
      />
      <Zoom />
      <Choice
        title={t`Отправка сообщения`}
        value={settings.sendKey}
        onChange={(sendKey) => void changeSettings({ sendKey })}
        options={[
          { value: 'enter', words: 'Enter' },
          { value: 'controlEnter', words: 'Ctrl+Enter' },
        ]}
      />
      <Toggle isSelected={settings.spellCheck} onChange={(spellCheck) => void changeSettings({ spellCheck })}>
        <Trans>Проверять орфографию</Trans>
      </Toggle>
      <Toggle
        isSelected={settings.startWithSystem}
        onChange={(startWithSystem) => void changeSettings({ startWithSystem })}
      >
        <Trans>Запускать вместе с системой</Trans>
      </Toggle>
    </>
  );
}

/** The same size that Ctrl with «+», «−» and the wheel change. */
function Zoom() {
  const { t, i18n } = useLingui();
  const zoom = useChat((state) => state.settings.zoom);
  const change = (by: ZoomChange) => void changeSettings({ zoom: changedZoom(zoom, by) });
  return (
    <section aria-label={t`Масштаб`} className="flex min-h-9 items-center justify-between gap-4">
      <Trans>Масштаб</Trans>
      <span className="flex items-center gap-1">
        <IconButton
          aria-label={t`Мельче`}
          isDisabled={zoom <= zoomRange.smallest}
          onPress={() => change('out')}
        >
          <Minus aria-hidden="true" className="size-4" />
        </IconButton>
        <output className="w-14 text-center tabular-nums">
          {i18n.number(zoom / 100, { style: 'percent' })}
        </output>
        <IconButton
          aria-label={t`Крупнее`}
          isDisabled={zoom >= zoomRange.largest}
          onPress={() => change('in')}
        >
          <Plus aria-hidden="true" className="size-4" />
        </IconButton>
      </span>
    </section>
  );
}
