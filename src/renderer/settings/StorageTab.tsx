import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { useAnswer } from '../state/useAnswer.ts';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';

export function StorageTab() {
  const { t, i18n } = useLingui();
  const sentence = useErrorSentence();
  const { value: storage, failure, reload } = useAnswer('getStorage');
  const [asking, setAsking] = useState(false);

  const megabytes = (bytes: number) =>
    new Intl.NumberFormat(i18n.locale, {
      style: 'unit',
      unit: 'megabyte',
      maximumFractionDigits: 1,
    }).format(bytes / 1_048_576);

  return (
    <>
      {failure && (
        <p role="alert" className="text-danger">
          {sentence(failure)}
        </p>
      )}
      {storage && (
        <p>
          {megabytes(storage.bytes)},{' '}
          {t`${plural(storage.messageCount, {
            one: '# сообщение',
            few: '# сообщения',
            many: '# сообщений',
            other: '# сообщения',
          })}`}
          {storage.fileBytes > 0 && <Trans>, из них файлы: {megabytes(storage.fileBytes)}</Trans>}
        </p>
      )}
      <p className="text-muted">
        <Trans>
          Загруженные сообщения и файлы хранятся на этом компьютере, чтобы их можно было читать и искать без
          связи.
        </Trans>
      </p>
      <Button kind="danger" className="self-start" onPress={() => setAsking(true)}>
        <Trans>Очистить</Trans>
      </Button>
      {asking && (
        <Confirm
          title={t`Очистить хранилище?`}
          action={t`Очистить`}
          onConfirm={() => call('clearStorage', {})}
          onDone={reload}
          onClose={() => setAsking(false)}
        >
          <Trans>
            Сообщения и файлы останутся на сервере и загрузятся снова, когда вы откроете чат. Черновики и
            неотправленное сохранятся.
          </Trans>
        </Confirm>
      )}
    </>
  );
}
