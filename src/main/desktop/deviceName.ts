/** What a computer is called among the devices of its person, in no language: `ivanov-pc · Windows 11 · night`. */

import { hostname } from 'node:os';

const firstBuildOfWindows11 = 22_000;

interface Device {
  host: string;
  platform: NodeJS.Platform;
  /** Of the operating system, such as `15.1` or `10.0.22631`. */
  release: string;
  /** Named where it is not the usual one. */
  profile: string;
}

/** This computer's, in this profile. */
export function ownDeviceName(profile: string): string {
  const { platform } = process;
  return deviceName({ host: hostname(), platform, release: process.getSystemVersion(), profile });
}

export function deviceName({ host, platform, release, profile }: Device): string {
  // What follows the first dot is the network's, and long.
  const computer = host.split('.')[0] ?? '';
  return [computer, systemName(platform, release), profile === 'default' ? '' : profile]
    .filter((part) => part !== '')
    .join(' · ');
}

function systemName(platform: NodeJS.Platform, release: string): string {
  if (platform === 'darwin') return `macOS ${release}`;
  if (platform !== 'win32') return 'Linux';
  return Number(release.split('.')[2] ?? 0) >= firstBuildOfWindows11 ? 'Windows 11' : 'Windows 10';
}
