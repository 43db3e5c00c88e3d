import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findSpans, withoutMarkers } from './markup.ts';

const found = (text: string) =>
  findSpans(text, []).map(({ kind, innerStart, innerEnd }) => `${kind}:${text.slice(innerStart, innerEnd)}`);

it.each([
  ['*жирный* и _курсив_', ['bold:жирный', 'italic:курсив']],
  ['**жирный**', ['bold:жирный']],
  ['`код *не жирный*`', ['code:код *не жирный*']],
  ['```\nстрока\n*ещё*\n```', ['block:\nстрока\n*ещё*\n']],
  ['*жирный _и курсив_*', ['bold:жирный _и курсив_', 'italic:и курсив']],
  ['2*3*4 и snake_case_name', []],
  ['* не пункт *', []],
  ['*без конца', []],
  ['*через\nстроку*', []],
  ['***', []],
  ['``', []],
  ['(*в скобках*)', ['bold:в скобках']],
])('%s', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

it('reads out without markers', () => {
  expect(withoutMarkers('*жирный _и курсив_*, `код` и 2*2')).toBe('жирный и курсив, код и 2*2');
});

it('leaves links alone', () => {
  const text = '*см. https://a.ru/_x_/*';
  expect(findSpans(text, [{ start: 5, end: 22 }]).map(({ kind }) => kind)).toEqual(['bold']);
});

it('finds spans that nest and never cross, whatever is typed', () => {
  const typed = fc
    .array(fc.constantFrom('*', '**', '_', '`', '```', 'слово', ' ', '\n', '.'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(typed, (text) => {
      const spans = findSpans(text, []);
      for (const span of spans) {
        expect(span.innerEnd).toBeGreaterThan(span.innerStart);
        for (const other of spans) {
          const apart = other.end <= span.start || span.end <= other.start;
          const inside = other.start >= span.innerStart && other.end <= span.innerEnd;
          const around = span.start >= other.innerStart && span.end <= other.innerEnd;
          expect(other === span || apart || inside || around).toBe(true);
        }
      }
    }),
  );
});

it.each(['*', '_', '* ', '`', '```', 'a* *b'])('reads ten thousand of «%s» at once', (sign) => {
  const text = sign.repeat(10_000);
  const before = performance.now();
  findSpans(text, []);
  expect(performance.now() - before).toBeLessThan(500);
});
