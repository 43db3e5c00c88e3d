import { useLingui } from '@lingui/react/macro';
import { Download, FolderOpen, ImageDown } from 'lucide-react';
import { type Attachment, isLocalFile } from '../../../shared/attachments.ts';
import { MenuEntry } from '../../ui/MenuEntry.tsx';
import { canCopyImage, copyImage, saveFile, showFile } from './fileActions.ts';

/** What the menu of a message offers for its files: by name where there are several. */
export function FileEntries({ files }: { files: readonly Attachment[] }) {
  const { t } = useLingui();
  const [only] = files;
  if (only === undefined) return null;
  if (files.length > 1) {
    return files.map(({ name }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the files of a message never change their places.
      <MenuEntry key={index} id={`saveFile ${index}`} words={t`Сохранить «${name}»…`} icon={Download} />
    ));
  }
  return (
    <>
      {canCopyImage(only) && (
        <MenuEntry id="copyImage 0" words={t`Копировать изображение`} icon={ImageDown} />
      )}
      <MenuEntry id="saveFile 0" words={t`Сохранить как…`} icon={Download} />
      {!isLocalFile(only.fileId) && (
        <MenuEntry id="showFile 0" words={t`Показать в папке`} icon={FolderOpen} />
      )}
    </>
  );
}

/** Does what was chosen there; false: it was something else. */
export function actOnFile(action: string, files: readonly Attachment[]): boolean {
  const [name = '', index = ''] = action.split(' ');
  const file = files[Number(index)];
  const act = { saveFile, showFile, copyImage: (chosen: Attachment) => void copyImage(chosen) }[name];
  if (act === undefined || file === undefined) return false;
  act(file);
  return true;
}
