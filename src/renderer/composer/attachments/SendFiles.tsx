import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { File as FileIcon, SendHorizontal, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { kindOfType } from '../../../shared/attachments.ts';
import type { ErrorCode } from '../../../shared/domain.ts';
import { cleanText } from '../../../shared/messageText.ts';
import { formatBytes } from '../../format/bytes.ts';
import { useErrorSentence } from '../../i18n/useErrorSentence.ts';
import { call, send } from '../../state/bridge.ts';
import { askToJumpToNewest } from '../../state/view.ts';
import { IconButton } from '../../ui/Button.tsx';
import { classNames } from '../../ui/classNames.ts';
import { Modal } from '../../ui/Modal.tsx';
import { ComposerField } from '../ComposerField.tsx';
import { noteChosen, takeChosen } from '../chosenMentions.ts';
import { checkText } from '../text.ts';
import { copyFile } from './copyFile.ts';
import { fileLimits, forgetPicked, type PickedFile, problemOf, unpick, usePicked } from './picked.ts';

interface SendFilesProps {
  dialogId: string;
  /** What stands in the composer is what is said with them. */
  text: string;
  onText: (text: string) => void;
  /** The key of the message that they answer. */
  replyTo: string | undefined;
}

/** A last look at what was picked: what it is called, how large it is, what is said with it. */
export function SendFiles(props: SendFilesProps) {
  const isPicked = usePicked(({ dialogId }) => dialogId === props.dialogId);
  return isPicked ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ dialogId, text, onText, replyTo }: SendFilesProps) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const files = usePicked((picked) => picked.files);
  const field = useRef<HTMLTextAreaElement>(null);
  const [initial] = useState(text);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [sending, setSending] = useState(false);
  const limits = fileLimits();
  const sendable = files.filter(({ file }) => problemOf(file, limits) === null);
  const tooMany = sendable.length > limits.perMessage;
  const { length: count } = files;

  useLayoutEffect(() => {
    if (field.current) field.current.value = initial;
    field.current?.focus();
  }, [initial]);

  async function submit(): Promise<void> {
    if (sending || sendable.length === 0 || tooMany) return;
    if (checkText(text) === 'messageTooLong') {
      setFailure('messageTooLong');
      return;
    }
    setSending(true);
    setFailure(await sendFiles(dialogId, text, sendable));
    setSending(false);
  }

  async function sendFiles(to: string, said: string, picked: PickedFile[]): Promise<ErrorCode | null> {
    const fileIds: string[] = [];
    const giveUp = (code: ErrorCode) => {
      for (const fileId of fileIds) send('detachFile', { fileId });
      return code;
    };
    for (const { file } of picked) {
      const copied = await copyFile(file);
      if (!copied.ok) return giveUp(copied.error.code);
      fileIds.push(copied.value);
    }
    const sent = await call('sendMessage', {
      dialogId: to,
      text: cleanText(said),
      fileIds,
      ...(replyTo && { replyTo }),
      ...takeChosen(to),
    });
    if (!sent.ok) return giveUp(sent.error.code);
    forgetPicked();
    onText('');
    askToJumpToNewest();
    return null;
  }

  return (
    <Modal
      title={t`${plural(count, {
        one: 'Отправить # файл',
        few: 'Отправить # файла',
        many: 'Отправить # файлов',
        other: 'Отправить # файла',
      })}`}
      isOpen
      onClose={() => {
        if (!sending) forgetPicked();
      }}
    >
      <ul aria-label={t`Выбранные файлы`} className="flex max-h-80 flex-col gap-1 overflow-y-auto px-3">
        {files.map((picked) => (
          <PickedRow key={picked.id} picked={picked} problem={problemOf(picked.file, limits)} />
        ))}
      </ul>
      {tooMany && (
        <p role="alert" className="px-5 pt-2 text-[0.8125rem] text-danger">
          {sentence('tooManyFiles')}
        </p>
      )}
      <ComposerField
        field={field}
        dialogId={dialogId}
        label={t`Подпись`}
        text={text}
        failure={failure}
        onInput={(value) => {
          onText(value);
          setFailure(null);
        }}
        onMention={(userId) => noteChosen(dialogId, userId)}
        onAction={(action) => {
          if (action === 'send') void submit();
        }}
        button={
          <IconButton
            aria-label={t`Отправить файлы`}
            isDisabled={sendable.length === 0 || tooMany}
            isPending={sending}
            onPress={() => void submit()}
            kind="primary"
          >
            <SendHorizontal aria-hidden="true" className="size-5" />
          </IconButton>
        }
      />
    </Modal>
  );
}

function PickedRow({ picked: { id, file }, problem }: { picked: PickedFile; problem: ErrorCode | null }) {
  const { t, i18n } = useLingui();
  const sentence = useErrorSentence();
  const { name } = file;
  return (
    <li className="flex items-center gap-3 rounded-xl px-2 py-1.5">
      <Thumbnail file={file} />
      <div className="min-w-0 flex-1">
        <p className={classNames('truncate font-medium', problem && 'text-danger')} title={name}>
          <bdi>{name}</bdi>
        </p>
        <p className={classNames('text-[0.8125rem]', problem ? 'text-danger' : 'text-muted')}>
          {formatBytes(i18n.locale, file.size)}
          {problem !== null && (
            <>
              {' · '}
              {problem === 'fileTooLarge' ? <TooLarge /> : sentence(problem)}
            </>
          )}
        </p>
      </div>
      <IconButton aria-label={t`Убрать ${name}`} onPress={() => unpick(id)}>
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </li>
  );
}

function TooLarge() {
  const { i18n } = useLingui();
  const most = formatBytes(i18n.locale, fileLimits().bytes);
  return <Trans>не отправится: сервер принимает файлы до {most}</Trans>;
}

/** The picture itself, which the page has already. */
function Thumbnail({ file }: { file: File }) {
  const isImage = kindOfType(file.type) === 'image';
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!isImage) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, isImage]);
  return (
    <span className="grid size-12 shrink-0 place-items-center overflow-hidden rounded-lg bg-sunken text-muted">
      {url === null ? (
        <FileIcon aria-hidden="true" className="size-6" />
      ) : (
        <img src={url} alt="" className="size-full object-cover" />
      )}
    </span>
  );
}
