import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className="grid h-full place-content-center justify-items-center gap-4 p-6 text-center">
      <span className="grid size-16 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon aria-hidden="true" className="size-7" strokeWidth={1.75} />
      </span>
      <p className="max-w-80 text-[0.9375rem] text-muted">{title}</p>
      {children}
    </div>
  );
}
