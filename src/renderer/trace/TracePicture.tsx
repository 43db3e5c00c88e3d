import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { MessageTrace } from '../../shared/trace.ts';
import { classNames } from '../ui/classNames.ts';
import { TextScroller } from '../ui/TextScroller.tsx';
import { type Mark, placeMarks } from './layout.ts';
import { formatDuration, formatMoment, formatMs } from './times.ts';
import { fateOf, hopWords, wayWords } from './words.ts';

const side = 64;
const height = 132;
const middle = height / 2;
const lineHeight = 13;
const wordsStyle = 'forced-colors:fill-[CanvasText]';

/** The way of one message as a line of time, and below it which copies came; tables say the same. */
export function TracePicture({ trace }: { trace: MessageTrace }) {
  const { t } = useLingui();
  return (
    <>
      <Summary trace={trace} />
      <TextScroller label={t`Путь на линии времени`} className="overflow-x-auto pb-1">
        <Line trace={trace} />
      </TextScroller>
      <HopTable trace={trace} />
      <CopyTable trace={trace} />
    </>
  );
}

function Line({ trace }: { trace: MessageTrace }) {
  const { marks, width } = placeMarks(trace);
  const whole = width + 2 * side;
  return (
    <svg
      aria-hidden="true"
      data-testid="trace-line"
      viewBox={`0 0 ${whole} ${height}`}
      width={whole}
      height={height}
      className="mx-auto max-w-none"
    >
      <line
        className="stroke-muted stroke-2 forced-colors:stroke-[CanvasText]"
        x1={side}
        x2={side + width}
        y1={middle}
        y2={middle}
      />
      {marks.map((mark, index) => (
        <Station key={mark.x} mark={mark} above={index % 2 === 1} />
      ))}
    </svg>
  );
}

function Station({ mark, above }: { mark: Mark; above: boolean }) {
  const { i18n } = useLingui();
  const x = side + mark.x;
  const words = [
    ...mark.hops.map((hop) => ({ text: i18n._(hopWords[hop]), isCopy: false })),
    ...mark.copies.map((way) => ({ text: i18n._(wayWords[way]), isCopy: true })),
  ];
  const isCopy = mark.hops.length === 0;
  const direction = above ? -1 : 1;
  const firstLine = above ? middle - 26 - (words.length - 1) * lineHeight : middle + 34;
  return (
    <g>
      <line
        className="stroke-muted [stroke-dasharray:2_2] forced-colors:stroke-[CanvasText]"
        x1={x}
        x2={x}
        y1={middle + 6 * direction}
        y2={middle + 22 * direction}
      />
      {isCopy ? (
        <rect
          className="fill-raised stroke-warning stroke-2 forced-colors:fill-[Canvas] forced-colors:stroke-[CanvasText]"
          x={x - 4}
          y={middle - 4}
          width={8}
          height={8}
          transform={`rotate(45 ${x} ${middle})`}
        />
      ) : (
        <circle className="fill-accent forced-colors:fill-[Highlight]" cx={x} cy={middle} r={5} />
      )}
      {words.map(({ text, isCopy: ofCopy }, line) => (
        <text
          key={text}
          className={classNames(wordsStyle, 'fill-ink text-[11px]', ofCopy && 'italic')}
          x={x}
          y={firstLine + line * lineHeight}
          textAnchor="middle"
        >
          {text}
        </text>
      ))}
      {mark.tookMs > 0 && (
        <text
          className={classNames(wordsStyle, 'fill-muted text-[10px]')}
          x={x - mark.gap / 2}
          y={middle - 8}
          textAnchor="middle"
        >
          {formatDuration(i18n.locale, mark.tookMs)}
        </text>
      )}
    </g>
  );
}

/** How long it took, and when it began. */
function Summary({ trace: { hops, own, startedAt } }: { trace: MessageTrace }) {
  const { i18n } = useLingui();
  const painted = hops.find(({ hop }) => hop === 'painted');
  const last = painted ?? hops.at(-1);
  if (last === undefined) return null;
  const took = formatMs(i18n.locale, last.atMs);
  const began = formatMoment(i18n.locale, startedAt, Date.now());
  return (
    <p className="pb-1 text-[0.8125rem] text-muted">
      {painted === undefined ? (
        <Trans>Начало: {began}. На экране ещё не показано</Trans>
      ) : own ? (
        <Trans>
          От нажатия клавиши до показа здесь: {took}, начиная с {began}
        </Trans>
      ) : (
        <Trans>
          От получения до показа: {took}, начиная с {began}
        </Trans>
      )}
    </p>
  );
}

/** What the line shows, for those who do not see it. */
function HopTable({ trace }: { trace: MessageTrace }) {
  const { t, i18n } = useLingui();
  return (
    <table aria-label={t`Путь сообщения по шагам`} className="sr-only">
      <thead>
        <tr>
          <ColumnName>
            <Trans>Шаг</Trans>
          </ColumnName>
          <ColumnName>
            <Trans>С начала</Trans>
          </ColumnName>
          <ColumnName>
            <Trans>После предыдущего</Trans>
          </ColumnName>
        </tr>
      </thead>
      <tbody>
        {trace.hops.map(({ hop, atMs }, index) => (
          <tr key={hop}>
            <th scope="row">{i18n._(hopWords[hop])}</th>
            <td>{formatMs(i18n.locale, atMs)}</td>
            <td>{formatMs(i18n.locale, atMs - (trace.hops[index - 1]?.atMs ?? atMs))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which copies came, and what became of each. */
function CopyTable({ trace }: { trace: MessageTrace }) {
  const { t, i18n } = useLingui();
  if (trace.copies.length === 0) {
    return (
      <p className="pt-2 text-[0.8125rem] text-muted">
        <Trans>С сервера ещё не пришло ни одной копии.</Trans>
      </p>
    );
  }
  const { moreCopies } = trace;
  return (
    <>
      <table aria-label={t`Пришедшие копии`} className="mt-2 w-full text-left text-[0.8125rem]">
        <thead className="text-muted">
          <tr>
            <ColumnName>
              <Trans>Копия пришла</Trans>
            </ColumnName>
            <ColumnName>
              <Trans>Через</Trans>
            </ColumnName>
            <ColumnName>
              <Trans>Что с ней стало</Trans>
            </ColumnName>
          </tr>
        </thead>
        <tbody>
          {trace.copies.map((copy, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: copies are only added, in their order.
            <tr key={index} className="border-t border-line align-top">
              <th scope="row" className="py-1 pr-3 font-normal">
                {i18n._(wayWords[copy.way])}
              </th>
              <td className="py-1 pr-3 whitespace-nowrap tabular-nums">{formatMs(i18n.locale, copy.atMs)}</td>
              <td className="py-1">{i18n._(fateOf(trace, copy))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {moreCopies > 0 && (
        <p className="pt-1 text-[0.8125rem] text-muted">
          <Trans>И ещё копий: {moreCopies}</Trans>
        </p>
      )}
    </>
  );
}

function ColumnName({ children }: { children: ReactNode }) {
  return (
    <th scope="col" className="py-1 pr-3 font-normal">
      {children}
    </th>
  );
}
