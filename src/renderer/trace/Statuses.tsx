import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { CommandResult } from '../../shared/bridge.ts';
import type { MessageStatuses } from '../../shared/trace.ts';
import type { MessageView } from '../../shared/views.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { selectOwnId, useChat } from '../state/store.ts';
import { formatMoment } from './times.ts';

/** What the server says of the message, asked anew whenever marks tell of a change. */
export function Statuses({ message: { key, id } }: { message: MessageView }) {
  const marks = useChat((state) => state.window?.marks);
  const [told, setTold] = useState<CommandResult<MessageStatuses | null>>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it has an id or marks move, there is something new.
  useEffect(() => {
    let outdated = false;
    void call('getStatuses', { key }).then((result) => {
      if (!outdated) setTold(result);
    });
    return () => {
      outdated = true;
    };
  }, [key, id, marks]);
  return (
    <section className="pt-4 text-[0.8125rem]">
      <h3 className="pb-1 font-semibold text-muted">
        <Trans>Что говорит сервер</Trans>
      </h3>
      <div className="min-h-5">{told && <Told told={told} />}</div>
    </section>
  );
}

function Told({ told }: { told: CommandResult<MessageStatuses | null> }) {
  const { i18n, t } = useLingui();
  const sentence = useErrorSentence();
  const users = useChat((state) => state.users);
  const ownId = useChat(selectOwnId);
  if (!told.ok) return <p>{sentence(told.error.code)}</p>;
  const { value: statuses } = told;
  if (statuses === null) {
    return (
      <p>
        <Trans>Сервер ещё не получил это сообщение.</Trans>
      </p>
    );
  }
  if (statuses.people.length === 0) {
    return (
      <p>
        <Trans>Сообщение у сервера. Оно ещё никому не доставлено, или сервер этого не сообщает.</Trans>
      </p>
    );
  }

  function wordsOf(status: 'delivered' | 'read', at: number | null): string {
    if (at === null) return status === 'read' ? t`прочитано` : t`доставлено`;
    const time = formatMoment(i18n.locale, at, Date.now());
    if (statuses?.isLatest)
      return status === 'read' ? t`прочитано не позже ${time}` : t`доставлено не позже ${time}`;
    return status === 'read' ? t`прочитано: ${time}` : t`доставлено: ${time}`;
  }

  return (
    <ul>
      {statuses.people.map(({ userId, status, at }) => (
        <li key={userId}>
          <bdi>{userId === ownId ? t`Вы` : (users.get(userId)?.name ?? t`Кто-то`)}</bdi>:{' '}
          {wordsOf(status, at)}
        </li>
      ))}
    </ul>
  );
}
