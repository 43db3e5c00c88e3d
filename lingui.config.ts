import type { LinguiConfig } from '@lingui/conf';

const config: LinguiConfig = {
  sourceLocale: 'ru',
  locales: ['ru', 'en'],
  catalogs: [
    {
      path: '<rootDir>/src/renderer/i18n/locales/{locale}',
      include: ['<rootDir>/src/renderer'],
      exclude: ['**/*.test.*', '**/testing/**'],
    },
  ],
  orderBy: 'message',
  // Line numbers would change the catalogues with every edit of the code.
  format: 'po',
  formatOptions: { lineNumbers: false },
};

export default config;
