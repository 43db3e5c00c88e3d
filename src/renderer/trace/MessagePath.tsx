import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import type { MessageView } from '../../shared/views.ts';
import { useChat } from '../state/store.ts';
import { showPath, useMessageMenu } from '../timeline/messageMenu.ts';
import { Modal } from '../ui/Modal.tsx';
import { TextScroller } from '../ui/TextScroller.tsx';
import { Statuses } from './Statuses.tsx';
import { TracePicture } from './TracePicture.tsx';
import { useTrace } from './useTrace.ts';

/** The way of a message through this app, for as long as it is in the window (S21.5). */
export function MessagePath() {
  const key = useMessageMenu((menu) => menu.pathOf);
  const message = useChat((state) => (key === null ? undefined : state.window?.byKey.get(key)));
  useEffect(() => () => showPath(null), []);
  return message === undefined ? null : <Path key={message.key} message={message} />;
}

function Path({ message }: { message: MessageView }) {
  const { t } = useLingui();
  const trace = useTrace(message.key);
  // Or it would open empty and grow.
  if (trace === undefined) return null;
  return (
    <Modal title={t`Путь сообщения`} isOpen onClose={() => showPath(null)} width="max-w-3xl">
      <TextScroller label={t`Путь сообщения`} className="min-h-0 px-5 pb-5">
        {trace === null && (
          <p>
            <Trans>
              Это сообщение загружено из истории, или программа с тех пор запускалась заново: как оно шло,
              здесь не записано.
            </Trans>
          </p>
        )}
        {trace && <TracePicture trace={trace} />}
        <Statuses message={message} />
      </TextScroller>
    </Modal>
  );
}
