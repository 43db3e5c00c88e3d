import { Trans, useLingui } from '@lingui/react/macro';
import { FileWarning, LockOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PolicyProblem } from '../../shared/views.ts';
import { useChat } from '../state/store.ts';
import { classNames } from '../ui/classNames.ts';

/** What the administrator of this machine decided or has to repair. It stays on every screen. */
export function AdministratorNotices() {
  const insecure = useChat((state) => state.app.insecure);
  const problem = useChat((state) => state.app.policyProblem);
  return (
    <>
      {problem && (
        <Bar testId="policy-problem" icon={<FileWarning aria-hidden="true" className="size-4 shrink-0" />}>
          <ProblemText problem={problem} />
        </Bar>
      )}
      {insecure && (
        <Bar testId="insecure" icon={<LockOpen aria-hidden="true" className="size-4 shrink-0" />}>
          <Trans>Соединение не защищено</Trans>
        </Bar>
      )}
    </>
  );
}

function Bar({ testId, icon, children }: { testId: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div
      role="status"
      data-testid={testId}
      className={classNames(
        'flex shrink-0 items-center justify-center gap-2 border-b border-line bg-danger-soft px-4 py-1.5',
        'text-[0.8125rem] font-medium text-danger select-text',
      )}
    >
      {icon}
      <p className="min-w-0 [overflow-wrap:anywhere]">{children}</p>
    </div>
  );
}

function ProblemText({ problem }: { problem: PolicyProblem }) {
  const { path } = problem;
  const fault = useFault(problem);
  const serverLocked = useChat((state) => state.app.serverLocked);
  return (
    <>
      <Trans>
        Файл с настройками администратора {path} не действует: {fault}. Сообщите администратору.
      </Trans>{' '}
      {serverLocked && <Trans>Пока файл не исправят, сервер сменить нельзя.</Trans>}
    </>
  );
}

function useFault({ fault, field }: PolicyProblem): string {
  const { t } = useLingui();
  switch (fault) {
    case 'unreadable':
      return t`его не удалось прочитать`;
    case 'notProtected':
      return t`изменить его может не только администратор`;
    case 'tooLarge':
      return t`он слишком большой`;
    case 'notJson':
      return t`это не JSON`;
    case 'unknownField':
      return t`поле «${field}» неизвестно`;
    case 'wrongValue':
      return field === null ? t`в нём не объект JSON` : t`значение поля «${field}» не подходит`;
  }
}
