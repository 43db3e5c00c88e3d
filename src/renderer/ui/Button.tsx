import { LoaderCircle } from 'lucide-react';
import {
  Button as AriaButton,
  type ButtonProps,
  composeRenderProps,
  ToggleButton,
  type ToggleButtonProps,
} from 'react-aria-components';
import { classNames } from './classNames.ts';
import { Tooltipped } from './Tooltipped.tsx';

const kinds = {
  primary:
    'bg-accent-strong text-accent-ink font-medium hover:brightness-110 pressed:brightness-95 disabled:opacity-60',
  secondary: 'bg-sunken text-ink font-medium border border-line hover:bg-hover disabled:opacity-60',
  danger: 'bg-danger-soft text-danger font-medium hover:brightness-97 disabled:opacity-60',
  quiet: 'text-accent hover:underline disabled:text-muted disabled:no-underline',
};

interface Props extends ButtonProps {
  kind?: keyof typeof kinds;
}

export function Button({ kind = 'primary', className, ...props }: Props) {
  const shape = kind === 'quiet' ? 'rounded' : 'h-10 rounded-lg px-4';
  return (
    <AriaButton
      {...props}
      className={composeRenderProps(className, (added) =>
        classNames(
          'inline-flex items-center justify-center gap-2 transition-[filter,background-color] duration-150',
          shape,
          kinds[kind],
          added,
        ),
      )}
    >
      {composeRenderProps(props.children, (children, { isPending }) => (
        <>
          {isPending && <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />}
          {children}
        </>
      ))}
    </AriaButton>
  );
}

interface IconButtonProps extends ButtonProps {
  /** Names it, and is its tooltip. */
  'aria-label': string;
  kind?: 'quiet' | 'primary';
}

const iconShape = 'inline-grid size-9 shrink-0 place-items-center transition-colors duration-150';
const iconKinds = {
  quiet: 'rounded-lg text-muted hover:bg-hover hover:text-ink pressed:bg-hover disabled:opacity-50',
  primary:
    'rounded-full bg-accent-strong text-accent-ink hover:brightness-110 pressed:brightness-95 disabled:bg-transparent disabled:text-muted disabled:brightness-100',
};

/** A button that shows only an icon. */
export function IconButton({ className, kind = 'quiet', ...props }: IconButtonProps) {
  return (
    <Tooltipped words={props['aria-label']}>
      <AriaButton
        {...props}
        data-tooltip={props['aria-label']}
        className={composeRenderProps(className, (added) => classNames(iconShape, iconKinds[kind], added))}
      />
    </Tooltipped>
  );
}

interface IconToggleProps extends Omit<ToggleButtonProps, 'className'> {
  /** Names it, and is its tooltip. */
  'aria-label': string;
}

/** The same, and stays pressed. */
export function IconToggle(props: IconToggleProps) {
  return (
    <Tooltipped words={props['aria-label']}>
      <ToggleButton
        {...props}
        data-tooltip={props['aria-label']}
        className={classNames(iconShape, iconKinds.quiet, 'selected:bg-accent-soft selected:text-accent')}
      />
    </Tooltipped>
  );
}
