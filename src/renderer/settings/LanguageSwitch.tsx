import { useLingui } from '@lingui/react/macro';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { Settings } from '../../shared/settings.ts';
import { send } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';

const languages: { id: Settings['language']; name: string }[] = [
  // oxlint-disable-next-line catalogue/words -- every language is called as it calls itself
  { id: 'ru', name: 'Русский' },
  { id: 'en', name: 'English' },
];

export function LanguageSwitch() {
  const { t } = useLingui();
  const language = useChat((state) => state.settings.language);
  return (
    <ToggleButtonGroup
      aria-label={t`Язык`}
      selectedKeys={[language]}
      disallowEmptySelection
      onSelectionChange={(keys) => {
        const chosen = languages.find(({ id }) => keys.has(id));
        if (chosen) send('updateSettings', { language: chosen.id });
      }}
      className="flex gap-1"
    >
      {languages.map(({ id, name }) => (
        <ToggleButton
          key={id}
          id={id}
          className="rounded-md px-2.5 py-1 text-[0.8125rem] text-muted transition-colors hover:text-ink selected:bg-accent-soft selected:font-medium selected:text-accent"
        >
          <span lang={id}>{name}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
