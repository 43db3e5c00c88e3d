/** Forms of Russian words: «елка», «елку», «елок» share a key. Words come folded. */
import { stemmer } from '@orama/stemmers/russian';

const russian = /^[а-я]{3,40}$/;

const consonants = 'бвгджзклмнпрстфхцчшщ';
/** The vowel that comes and goes before the last consonant: «елок» and «елка», «перечень» and «перечня». */
const withVowel = new RegExp(`^([а-я]+[${consonants}])[ое]([кцн])$`);
const withoutVowel = new RegExp(`^([а-я]+[${consonants}])([кцн])$`);

/** null for what is no Russian word. */
export function formKey(word: string): string | null {
  return russian.test(word) ? stemmer(word).replace(withVowel, '$1$2') : null;
}

/** What words of this key may begin with. */
export function beginningsOf(key: string): string[] {
  const [, before, last] = withoutVowel.exec(key) ?? [];
  return before === undefined ? [key] : [key, `${before}о${last}`, `${before}е${last}`];
}
