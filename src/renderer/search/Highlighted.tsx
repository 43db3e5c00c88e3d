import { highlight } from './highlight.ts';

export function Highlighted({ text, query }: { text: string; query: string }) {
  let position = 0;
  return highlight(text, query).map((part) => {
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
