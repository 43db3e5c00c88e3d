import { useEffect } from 'react';
import { useChat } from '../state/store.ts';

/** Everything is measured in rem, so the root's font size scales the whole page; see styles.css. */
export function useTextSize(): void {
  const textSize = useChat((state) => state.settings.textSize);
  useEffect(() => {
    document.documentElement.dataset['textSize'] = textSize;
  }, [textSize]);
}
