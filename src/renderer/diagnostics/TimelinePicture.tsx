import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from 'react-aria-components';
import type { ConnectionChange } from '../../shared/diagnostics.ts';
import type { ConnectionState, Timestamp } from '../../shared/domain.ts';
import { formatClock, formatTime } from '../format/time.ts';
import { Tooltipped } from '../ui/Tooltipped.tsx';
import { drawTimeline } from './timeline.ts';
import { useCutSentence } from './useCutSentence.ts';
import { connectionWords } from './words.ts';

/** Told apart by their height as well as by their colour. */
const looks: Record<ConnectionState, { fill: string; share: number }> = {
  live: { fill: 'var(--online)', share: 1 },
  catchingUp: { fill: 'var(--accent)', share: 0.75 },
  connecting: { fill: 'var(--muted)', share: 0.5 },
  authenticating: { fill: 'var(--muted)', share: 0.5 },
  waiting: { fill: 'var(--warning)', share: 0.35 },
  authRequired: { fill: 'var(--danger)', share: 0.35 },
  offline: { fill: 'var(--danger)', share: 0.15 },
};
const [width, height] = [1_000, 32];

interface Props {
  history: ConnectionChange[];
  now: Timestamp;
}

/** What a row of the table of the history says, as a band; whoever does not see it has the table. */
export function TimelinePicture({ history, now }: Props) {
  const { t, i18n } = useLingui();
  const sentence = useCutSentence();
  const { from, to, stretches, breaks, liveShare } = drawTimeline(history, now);
  if (liveShare === null) return null;
  const [begin, end] = [from, to].map((at) => formatTime(i18n.locale, at));
  const percent = Math.round(100 * liveShare);
  const seen = Object.keys(looks).filter((state) => stretches.some((stretch) => stretch.state === state));
  return (
    <div className="pb-4">
      <div className="relative">
        <svg
          role="img"
          aria-label={t`Соединение с ${begin} до ${end}: на связи ${percent} % времени`}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="block h-8 w-full rounded bg-sunken"
        >
          {stretches.map((stretch) => {
            const { fill, share } = looks[stretch.state];
            return (
              <rect
                key={`${stretch.since} ${stretch.state}`}
                x={width * stretch.from}
                // A moment is seen as well.
                width={Math.max(1.5, width * (stretch.to - stretch.from))}
                y={height * (1 - share)}
                height={height * share}
                fill={fill}
              />
            );
          })}
        </svg>
        {breaks.map(({ at, changes }) => {
          const told = changes.map((change) => `${formatClock(i18n.locale, change.at)} ${sentence(change)}`);
          const last = told.at(-1) ?? '';
          const words =
            told.length === 1
              ? last
              : t`${plural(told.length, { one: '# обрыв', few: '# обрыва', many: '# обрывов', other: '# обрыва' })}, последний в ${last}`;
          return (
            <Tooltipped key={changes[0]?.at} words={words}>
              <Button
                aria-label={words}
                style={{ left: `${100 * at}%` }}
                className="absolute -top-1 grid h-10 w-3 -translate-x-1/2 justify-items-center rounded-sm"
              >
                <span aria-hidden="true" className="h-10 w-0.5 bg-danger" />
              </Button>
            </Tooltipped>
          );
        })}
      </div>
      <div aria-hidden="true" className="flex justify-between pt-1 text-xs text-muted">
        <span>{begin}</span>
        <span>{end}</span>
      </div>
      <ul aria-hidden="true" className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-xs text-muted">
        {seen.map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <span
              className="w-2.5 rounded-xs"
              style={{
                background: looks[state as ConnectionState].fill,
                height: `${Math.max(3, 10 * looks[state as ConnectionState].share)}px`,
              }}
            />
            {i18n._(connectionWords[state as ConnectionState])}
          </li>
        ))}
        {breaks.length > 0 && (
          <li className="flex items-center gap-1.5">
            <span className="h-3 w-0.5 bg-danger" />
            <Trans>обрыв</Trans>
          </li>
        )}
      </ul>
    </div>
  );
}
