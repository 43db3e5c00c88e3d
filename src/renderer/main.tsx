import './ui/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { LanguageProvider } from './i18n/language.tsx';
import { start } from './state/start.ts';

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');

const stop = start();
// Without this a hot reload of this file would listen twice.
import.meta.hot?.dispose(stop);

createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <App />
    </LanguageProvider>
  </StrictMode>,
);
