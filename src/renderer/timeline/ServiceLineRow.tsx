import { Trans, useLingui } from '@lingui/react/macro';
import type { ServiceLine } from '../../shared/serviceLineSchema.ts';
import { selectOwnId, useChat } from '../state/store.ts';
import { serviceSentence } from './serviceSentence.ts';

/** In the middle of the timeline, from nobody; lines of other servers say only that they are there. */
export function ServiceLineRow({ service }: { service: ServiceLine | undefined }) {
  return (
    <p className="flex justify-center py-1 text-[0.8125rem] text-muted">
      <span
        data-testid="message-text"
        dir="auto"
        className="max-w-[82%] rounded-2xl bg-surface/70 px-3 py-0.5 text-center select-text [overflow-wrap:anywhere]"
      >
        {service ? <Sentence service={service} /> : <Trans>Системное сообщение</Trans>}
      </span>
    </p>
  );
}

function Sentence({ service }: { service: ServiceLine }) {
  const { i18n } = useLingui();
  const ownId = useChat(selectOwnId);
  const users = useChat((state) => state.users);
  return i18n._(serviceSentence(service, ownId, (userId) => users.get(userId)?.name));
}
