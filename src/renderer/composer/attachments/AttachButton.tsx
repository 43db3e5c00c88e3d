import { useLingui } from '@lingui/react/macro';
import { Paperclip } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useChat } from '../../state/store.ts';
import { IconButton } from '../../ui/Button.tsx';
import { pickFiles } from './picked.ts';

/** Only where the server has said that it takes files. */
export function AttachButton({ dialogId }: { dialogId: string }) {
  const { t } = useLingui();
  const isTaken = useChat(({ connection }) => connection.features.includes('files'));
  if (!isTaken) return null;
  return (
    <FileTrigger allowsMultiple onSelect={(files) => pickFiles(dialogId, [...(files ?? [])])}>
      <IconButton aria-label={t`Прикрепить файлы`}>
        <Paperclip aria-hidden="true" className="size-5" />
      </IconButton>
    </FileTrigger>
  );
}
