import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { type ReactNode, useLayoutEffect } from 'react';
import { I18nProvider as AriaLocaleProvider } from 'react-aria-components';
import { messages as english } from '../../shared/locales/en.po';
import { messages as russian } from '../../shared/locales/ru.po';
import { useChat } from '../state/store.ts';

i18n.load({ ru: russian, en: english });
i18n.activate(useChat.getState().settings.language);
useChat.subscribe(({ settings }) => {
  if (i18n.locale !== settings.language) i18n.activate(settings.language);
});

/** Puts the chosen language on everything below, react-aria's own words included. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const language = useChat((state) => state.settings.language);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  return (
    <I18nProvider i18n={i18n}>
      <AriaLocaleProvider locale={language === 'ru' ? 'ru-RU' : 'en-GB'}>{children}</AriaLocaleProvider>
    </I18nProvider>
  );
}
