import { useLayoutEffect } from 'react';
import { useChat } from '../state/store.ts';
import { useMediaQuery } from './useMediaQuery.ts';

export function useTheme(): void {
  const chosen = useChat((state) => state.settings.theme);
  const systemDark = useMediaQuery('(prefers-color-scheme: dark)');
  const dark = chosen === 'dark' || (chosen === 'system' && systemDark);
  useLayoutEffect(() => {
    document.documentElement.setAttribute('data-theme', dark ? 'dark' : 'light');
  }, [dark]);
}
