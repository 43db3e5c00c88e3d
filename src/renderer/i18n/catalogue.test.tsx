import { i18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/domain.ts';
import { messages as english } from '../../shared/locales/en.po';
import { messages as russian } from '../../shared/locales/ru.po';
import { errorSentences } from './errors.ts';

i18n.load({ ru: russian, en: english });
const codes = Object.keys(errorSentences) as ErrorCode[];

function sentence(language: string, code: ErrorCode): string {
  i18n.activate(language);
  return i18n._(errorSentences[code].id);
}

describe('every failure has a sentence of its own', () => {
  it.each(codes)('%s', (code) => {
    const [ru, en] = [sentence('ru', code), sentence('en', code)];
    expect(ru).toMatch(/^[А-ЯЁ].*\.$/);
    expect(en).toMatch(/^[A-Z].*\.$/);
    expect(en).not.toMatch(/[А-Яа-яЁё]/);
  });

  it('no two share one', () => {
    expect(new Set(codes.map((code) => sentence('ru', code))).size).toBe(codes.length);
    expect(new Set(codes.map((code) => sentence('en', code))).size).toBe(codes.length);
  });
});

describe('the catalogues', () => {
  it('hold the same messages, none of them empty', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(russian).sort());
    for (const catalogue of [english, russian]) {
      for (const words of Object.values(catalogue)) expect(words.length).toBeGreaterThan(0);
    }
  });

  it('hold no Russian in English', () => {
    expect(JSON.stringify(english)).not.toMatch(/[А-Яа-яЁё]/);
  });

  it('never call a chat «диалог»', () => {
    expect(JSON.stringify(russian)).not.toMatch(/диалог/i);
  });
});
