import { findIn, type Range } from '../../shared/search/messageQuery.ts';
import { parseNameQuery, placesInName } from '../../shared/search/nameMatch.ts';
import { partsOf } from './highlight.ts';

/** Marks what answers the query in (a piece of) a message. */
export function HighlightedText({ text, query }: { text: string; query: string }) {
  return <Marked text={text} ranges={findIn(text, query)} />;
}

/** Marks what answers the query in the name of a person or a chat. */
export function HighlightedName({ name, query }: { name: string; query: string }) {
  return <Marked text={name} ranges={placesInName(name, parseNameQuery(query))} />;
}

function Marked({ text, ranges }: { text: string; ranges: Range[] }) {
  let position = 0;
  return partsOf(text, ranges).map((part) => {
    const key = position;
    position += part.text.length;
    return part.marked ? (
      <mark key={key} className="rounded-sm bg-accent-soft font-semibold text-accent">
        {part.text}
      </mark>
    ) : (
      part.text
    );
  });
}
