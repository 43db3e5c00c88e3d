import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMarkup, plainText, type TextNode } from './markup.ts';

/** As in `bold(жирный)`; text that is only text stands for itself. */
function shown(nodes: TextNode[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text;
      if ('children' in node) return `${node.kind}(${shown(node.children)})`;
      const language = node.kind === 'block' && node.language !== null ? ` ${node.language}` : '';
      return `${node.kind}${language}(${node.text})`;
    })
    .join('');
}

it.each([
  ['*жирный* и _курсив_', 'bold(жирный) и italic(курсив)'],
  ['**жирный**', 'bold(жирный)'],
  ['`код *не жирный*`', 'code(код *не жирный*)'],
  ['``с ` внутри``', 'code(с ` внутри)'],
  ['*жирный _и курсив_*', 'bold(жирный italic(и курсив))'],
  ['_*оба*_ и *_оба_*', 'italic(bold(оба)) и bold(italic(оба))'],
  ['(*в скобках*), «*в кавычках*»!', '(bold(в скобках)), «bold(в кавычках)»!'],
  ['*Важно:* завтра', 'bold(Важно:) завтра'],
  ['— *да*… *нет*?', '— bold(да)… bold(нет)?'],
  ['🔥*Срочно*🔥', '🔥bold(Срочно)🔥'],
  ['*🎉*', 'bold(🎉)'],
  ['*+7 912 345-67-89*', 'bold(+7 912 345-67-89)'],
  ['_"цитата"_', 'italic("цитата")'],
  ['*`код`*', 'bold(code(код))'],
  ['*args и *жирный*', '*args и bold(жирный)'],
  ['*жирный*\n*ещё*', 'bold(жирный)\nbold(ещё)'],
])('%s is %s', (text, expected) => {
  expect(shown(parseMarkup(text))).toBe(expected);
});

it.each([
  '¯\\_(ツ)_/¯',
  '¯_(ツ)_/¯',
  '*.ts,*.tsx',
  '*.ts *.tsx',
  'C:\\_temp_\\file',
  '/var/_cache_/x',
  '2*3*4 и snake_case_name',
  '2 * 3 * 4',
  '(a+b)*(c+d)*2',
  'x**2 + y**2',
  '__init__ и __main__.py',
  '**/*.ts',
  'src/**/*.test.ts, **/node_modules/**',
  'f(*args, **kwargs)',
  'int *a, *b;',
  '(*ptr)->x = (*other)',
  'SELECT *, count(*) FROM t',
  '/* комментарий */',
  '/** doc */',
  'file_*.txt, data_*.csv',
  '*test*.ts',
  'app-_x_-y',
  '_("a") + _("b")',
  '_.map(_.x)',
  '(*^_^*) и (*_*), *-*',
  '* не пункт *',
  '*без конца',
  '*через\nстроку*',
  '***',
  '**** 1234, *102*1#',
  'б*я и х**ня',
  '``',
  'it`s and that`s, п`ять об`єктів',
  '```',
  '\\*не жирный\\*',
  'Цена* от 100 руб. *без НДС',
  '@user_name_ и #_tag_',
])('%s stays as it is', (text) => {
  expect(shown(parseMarkup(text))).toBe(text);
  expect(plainText(text)).toBe(text);
});

it.each([
  ['```\nстрока\n*ещё*\n```', 'block(строка\n*ещё*)'],
  ['```js\nconst a = 1;\n```', 'block js(const a = 1;)'],
  ['```C++\n  int a;\n```', 'block C++(  int a;)'],
  ['до\n```yaml\na: 1\n```\nпосле', 'доblock yaml(a: 1)после'],
  ['```SELECT\n  1\n```', 'block(SELECT\n  1)'],
  ['```привет\nмир```', 'block(привет\nмир)'],
  ['```js```', 'block(js)'],
  ['```const a = `b`;```', 'block(const a = `b`;)'],
  ['````\n```\n````', 'block(```)'],
])('%s is a block', (text, expected) => {
  expect(shown(parseMarkup(text))).toBe(expected);
});

it.each([
  ['*https://example.ru/a*', 'bold(link(https://example.ru/a))'],
  ['**https://example.ru/a**, да', 'bold(link(https://example.ru/a)), да'],
  ['_см. https://example.ru/a_b/c_', 'italic(см. link(https://example.ru/a_b/c))'],
  ['(*t.me/chat*)', '(bold(link(t.me/chat)))'],
  ['*см. https://a.ru/_x_/*', 'bold(см. link(https://a.ru/_x_/))'],
  ['https://a.ru/_x_ и https://a.ru/*y*', 'link(https://a.ru/_x_) и link(https://a.ru/*y*)'],
  ['https://user@a.ru/_x_/', 'https://user@a.ru/_x_/'],
  ['`https://a.ru/x`', 'code(https://a.ru/x)'],
])('%s: links stay whole', (text, expected) => {
  expect(shown(parseMarkup(text))).toBe(expected);
});

it('reads out without markers, and with the addresses as they are', () => {
  expect(plainText('*жирный _и курсив_*, `код` и 2*2')).toBe('жирный и курсив, код и 2*2');
  expect(plainText('*см.* https://a.ru/_x_/?q=*y*')).toBe('см. https://a.ru/_x_/?q=*y*');
  expect(plainText('Пример:\n```ts\nconst a = 1;\n```\nи всё')).toBe('Пример:\nconst a = 1;\nи всё');
});

it('loses nothing but markers, whatever is typed', () => {
  const typed = fc
    .array(
      fc.constantFrom('*', '**', '_', '`', '```', 'слово', ' ', '\n', '.', '(', ')', 'https://a.ru/x', 'js'),
    )
    .map((parts) => parts.join(''));
  const letters = (text: string) => text.replace(/[*_`\n ]|js/g, '');
  const flat = (nodes: TextNode[]): string =>
    nodes.map((node) => ('children' in node ? flat(node.children) : node.text)).join('');
  fc.assert(
    fc.property(typed, (text) => {
      expect(letters(flat(parseMarkup(text)))).toBe(letters(text));
    }),
    { numRuns: 500 },
  );
});

it.each([
  '*',
  '_',
  '* ',
  '`',
  '```',
  'a* *b',
  '*a ',
  '*_a_* ',
  'https://a.ru/',
  '(',
  'a.',
  '` `` ',
  '*a https://a.ru/b_*,',
])('reads ten thousand of «%s» at once', (sign) => {
  const text = sign.repeat(10_000).slice(0, 20_000);
  const before = performance.now();
  parseMarkup(text);
  expect(performance.now() - before).toBeLessThan(500);
});
