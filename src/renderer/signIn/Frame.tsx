import { useLingui } from '@lingui/react/macro';
import { MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '../settings/LanguageSwitch.tsx';

interface FrameProps {
  title: string;
  lead?: string;
  testId?: string;
  children: ReactNode;
}

/** The page around everything that comes before the chats. */
export function Frame({ title, lead, testId, children }: FrameProps) {
  const { t } = useLingui();
  return (
    <main data-testid={testId} className="h-full overflow-y-auto">
      <div className="flex min-h-full flex-col items-center justify-center gap-6 p-6">
        <section
          aria-label={title}
          className="w-full max-w-sm rounded-2xl border border-line bg-surface p-7 shadow-sm"
        >
          <span
            aria-hidden="true"
            className="mb-5 grid size-12 place-items-center rounded-xl bg-accent-strong text-accent-ink"
          >
            <MessagesSquare className="size-6" />
          </span>
          <h1 className="text-xl font-semibold">{title}</h1>
          {lead && <p className="mt-1.5 text-muted">{lead}</p>}
          <div className="mt-6">{children}</div>
        </section>
        <nav aria-label={t`Язык`}>
          <LanguageSwitch />
        </nav>
      </div>
    </main>
  );
}
