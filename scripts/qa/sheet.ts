import type { ScenarioResult } from '../../tests/support/scenario.ts';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color-scheme: light dark }
.verdict { font-size: 1.4rem; font-weight: 600 }
.verdict.ok { color: light-dark(#137333, #81c995) }
.verdict.failed { color: light-dark(#b3261e, #f2b8b5) }
table { border-collapse: collapse; width: 100% }
td, th { border-top: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
tr.failed td { background: #b3261e22; font-weight: 600 }
.strip { display: flex; gap: .75rem; overflow-x: auto; padding: 1rem 0 }
.strip figure { flex: none; margin: 0; text-align: center }
.strip img { display: block; height: 14rem; border: 1px solid #8886 }
`;

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);

/** One page for somebody who was not there: verdict, pictures in their order, and every step. */
export function resultSheet(
  { scenario, title, ok, steps, pictures }: ScenarioResult,
  { at, version }: { at: Date; version: string },
): string {
  const name = escaped(`${scenario}. ${title}`);
  const classOf = (good: boolean) => (good ? 'ok' : 'failed');
  const held = steps.filter((step) => step.ok).length;
  const strip = pictures.map((picture, index) => {
    const [source, number] = [escaped(picture), index + 1];
    const image = `<img src="${source}" alt="Экран, снимок ${number}">`;
    return `<figure><a href="${source}">${image}</a><figcaption>${number}</figcaption></figure>`;
  });
  const rows = steps.map((step, index) => {
    const cells = [String(index + 1), step.step, step.expected, step.seen, step.ok ? 'да' : 'НЕТ'];
    return `<tr class="${classOf(step.ok)}">${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const headings = ['№', 'Шаг', 'Должно быть', 'Увидели', 'Верно'];
  return `<!doctype html>
<html lang="ru">
<meta charset="utf-8">
<title>${name}</title>
<style>${style}</style>
<h1>${name}</h1>
<p class="verdict ${classOf(ok)}">${ok ? 'Прошло' : 'Не прошло'}: ${held} из ${steps.length}</p>
<p>${escaped(`${at.toLocaleString('ru-RU')}, Chat3 Desktop ${version}, ${process.platform}`)}</p>
<div class="strip">
${strip.join('\n')}
</div>
<table>
<thead><tr>${headings.map((heading) => `<th>${heading}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</html>
`;
}
