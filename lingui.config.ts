import type { LinguiConfig } from '@lingui/conf';

const config: LinguiConfig = {
  sourceLocale: 'ru',
  locales: ['ru', 'en'],
  catalogs: [
    {
      path: '<rootDir>/src/shared/locales/{locale}',
      include: ['<rootDir>/src/renderer', '<rootDir>/src/main', '<rootDir>/src/shared/attachmentWords.ts'],
      exclude: ['**/*.test.*', '**/testing/**'],
    },
  ],
  orderBy: 'message',
  // Line numbers would change the catalogues with every edit of the code.
  format: 'po',
  formatOptions: { lineNumbers: false },
};

export default config;
