/** What was typed with the other keyboard layout on: `Vfhbz` is «Мария», «Ьфкшф» is `Maria`. */

const latin = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбю';
/** With Shift, where it gives another sign than the upper case. */
const latinShifted = '~{}:"<>';
const cyrillicShifted = 'ёхъжэбю';

const toCyrillic = new Map(pairs(latin + latinShifted, cyrillic + cyrillicShifted));
const toLatin = new Map(pairs(cyrillic, latin));

function pairs(from: string, to: string): [string, string][] {
  return Array.from(from, (sign, index) => [sign, to[index] ?? '']);
}

/** In lower case; null where the text holds no letter that could come from the other layout. */
export function otherLayout(text: string): string | null {
  const lower = text.normalize('NFC').toLowerCase();
  const table = /[a-z]/.test(lower) ? toCyrillic : /[а-яё]/.test(lower) ? toLatin : null;
  return table === null ? null : Array.from(lower, (sign) => table.get(sign) ?? sign).join('');
}
