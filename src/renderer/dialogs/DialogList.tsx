import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';
import type { DialogView } from '../../shared/views.ts';
import { remOf } from '../settings/textSizes.ts';
import { openDialog } from '../state/actions.ts';
import { useChat } from '../state/store.ts';
import { askToFocusComposer } from '../state/view.ts';
import { DialogMenuArea } from './DialogMenu.tsx';
import { DialogRow } from './DialogRow.tsx';

/** As the class of the rows says. */
const rowHeightInRem = 4;

export function DialogList({ dialogs }: { dialogs: DialogView[] }) {
  const { t } = useLingui();
  const openDialogId = useChat((state) => state.openDialogId);
  const rem = useChat((state) => remOf[state.settings.textSize]);
  const layoutOptions = useMemo(() => ({ rowSize: rowHeightInRem * rem, padding: 4 }), [rem]);
  return (
    <DialogMenuArea>
      <Virtualizer layout={ListLayout} layoutOptions={layoutOptions}>
        <ListBox
          aria-label={t`Чаты`}
          items={dialogs}
          selectionMode="single"
          disallowEmptySelection={openDialogId !== null}
          selectedKeys={openDialogId === null ? [] : [openDialogId]}
          onSelectionChange={(keys) => {
            const [dialogId] = keys;
            if (dialogId !== undefined) void openDialog(String(dialogId));
          }}
          className="h-full overflow-y-auto focus-inside"
        >
          {(dialog) => (
            <ListBoxItem
              id={dialog.dialogId}
              textValue={dialog.title}
              onPress={() => {
                if (dialog.dialogId === openDialogId) askToFocusComposer();
              }}
              className="group mx-2 h-16 rounded-xl focus-inside hover:bg-hover selected:bg-accent-soft"
            >
              <DialogRow dialog={dialog} />
            </ListBoxItem>
          )}
        </ListBox>
      </Virtualizer>
    </DialogMenuArea>
  );
}
