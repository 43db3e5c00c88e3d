import { useLayoutEffect } from 'react';
import { useChat } from '../state/store.ts';
import { remOf } from './textSizes.ts';

/** Everything is measured in rem, so the root's font size scales the whole page. */
export function useTextSize(): void {
  const textSize = useChat((state) => state.settings.textSize);
  useLayoutEffect(() => {
    document.documentElement.style.fontSize = `${remOf[textSize]}px`;
  }, [textSize]);
}
