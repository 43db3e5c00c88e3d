import { useLingui } from '@lingui/react/macro';
import type { UpdateTrouble } from '../../shared/updates.ts';

/** What went wrong with an update, as a sentence. */
export function useUpdateTrouble(): (trouble: UpdateTrouble) => string {
  const { t } = useLingui();
  return (trouble) => {
    switch (trouble) {
      case 'unreachable':
        return t`Сервер обновлений недоступен. Проверьте подключение и повторите позже`;
      case 'signature':
        return t`Подпись обновления неверна, поэтому оно не загружено. Сообщите администратору`;
      case 'damaged':
        return t`Загруженный файл не совпал с подписанным и удалён. Повторите позже или сообщите администратору`;
      case 'notInstalled':
        return t`Обновление не удалось установить. Проверьте, что на диске есть место, и повторите`;
    }
  };
}
