import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFile } from './rendererFiles.ts';

let directory: string;
let root: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'chat3-files-'));
  root = join(directory, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(directory, 'renderer-secret'));
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets', 'index-Ab_1.js'), 'ok');
  writeFileSync(join(root, '.hidden.js'), 'secret');
  writeFileSync(join(root, 'program.exe'), 'secret');
  writeFileSync(join(directory, 'secret.js'), 'secret');
  writeFileSync(join(directory, 'renderer-secret', 'x.js'), 'secret');
  symlinkSync(join(directory, 'secret.js'), join(root, 'link.js'));
  symlinkSync(directory, join(root, 'up'));
  symlinkSync('/etc', join(root, 'etc'));
});

afterAll(() => rmSync(directory, { recursive: true }));

const get = (url: string, method = 'GET') => serveFile(root, { method, url });

describe('serveFile', () => {
  it('serves the page with its policy', async () => {
    const page = await get('app://chat3/index.html?x=1#y');
    expect(page.status).toBe(200);
    expect(await page.text()).toBe('<!doctype html>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy).not.toMatch(/unsafe|\*|http/);
    const script = await get('app://chat3/assets/index-Ab_1.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  const refused = [
    'app://chat3/',
    'app://chat3/missing.js',
    'app://chat3/assets',
    'app://chat3/assets/',
    'app://chat3/../secret.js',
    'app://chat3/..%2fsecret.js',
    'app://chat3/%2e%2e/secret.js',
    'app://chat3/%2e%2e%2fsecret.js',
    'app://chat3/.%2e/secret.js',
    'app://chat3/assets/../../secret.js',
    'app://chat3/assets/%2e%2e/%2e%2e/secret.js',
    'app://chat3/assets%2f..%2f..%2fsecret.js',
    'app://chat3/..%5csecret.js',
    'app://chat3/..\\secret.js',
    'app://chat3/%252e%252e/secret.js',
    'app://chat3/%c0%ae%c0%ae/secret.js',
    'app://chat3/%',
    'app://chat3/%zz.js',
    'app://chat3/index.html%00.js',
    'app://chat3/index.html%0a',
    'app://chat3//index.html',
    'app://chat3//etc/passwd',
    'app://chat3/../renderer-secret/x.js',
    'app://chat3/link.js',
    'app://chat3/up/secret.js',
    'app://chat3/etc/passwd',
    'app://chat3/etc/hostname',
    'app://chat3/.hidden.js',
    'app://chat3/program.exe',
    'app://chat3/index.html.',
    'app://chat3/INDEX~1.HTM',
    'app://chat3/index.html:stream.js',
    'app://evil/index.html',
    'app://chat3.evil/index.html',
    'app://chat3:80/index.html',
    'app://user@chat3/index.html',
    'app:///index.html',
    'app:index.html',
    'file:///etc/passwd',
    'https://chat3/index.html',
    'nonsense',
    '',
  ];
  for (const url of refused) {
    it(`answers 404 for ${url}`, async () => {
      const response = await get(url);
      // What the URL parser itself resolves stays inside the root; the file is missing there.
      expect(response.status).toBe(404);
      expect(await response.text()).toBe('');
    });
  }

  it('sends nothing that makes Chromium start a second renderer for the page', async () => {
    const { headers } = await get('app://chat3/index.html');
    expect(headers.has('cross-origin-opener-policy')).toBe(false);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'get']) {
    it(`answers 405 to ${method}`, async () => {
      expect((await get('app://chat3/index.html', method)).status).toBe(405);
    });
  }
});
