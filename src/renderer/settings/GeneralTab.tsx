import { Trans, useLingui } from '@lingui/react/macro';
import { useChat } from '../state/store.ts';
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
      <Choice
        title={t`Отправка сообщения`}
        value={settings.sendKey}
        onChange={(sendKey) => void changeSettings({ sendKey })}
        options={[
          { value: 'enter', words: 'Enter' },
          { value: 'controlEnter', words: 'Ctrl+Enter' },
        ]}
      />
      <Toggle
        isSelected={settings.startWithSystem}
        onChange={(startWithSystem) => void changeSettings({ startWithSystem })}
      >
        <Trans>Запускать вместе с системой</Trans>
      </Toggle>
    </>
  );
}
