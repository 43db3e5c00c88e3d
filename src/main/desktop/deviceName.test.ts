import { expect, test } from 'vitest';
import { deviceName } from './deviceName.ts';

test.each([
  ['ivanov-pc', 'win32', '10.0.22631', 'default', 'ivanov-pc · Windows 11'],
  ['ivanov-pc.corp.example.ru', 'win32', '10.0.19045', 'night', 'ivanov-pc · Windows 10 · night'],
  ['MacBook-Pro.local', 'darwin', '15.1', 'default', 'MacBook-Pro · macOS 15.1'],
  ['бухгалтерия', 'linux', '6.1.0-18-amd64', 'b', 'бухгалтерия · Linux · b'],
  ['', 'linux', '', 'default', 'Linux'],
] as const)('%s on %s %s, profile %s: %s', (host, platform, release, profile, name) => {
  expect(deviceName({ host, platform, release, profile })).toBe(name);
});
