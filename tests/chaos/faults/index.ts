/** Every row of the matrix that an engine and a server in Node can show, in the order of docs/sync.md, section S17. */
import type { Fault } from '../fault.ts';
import { accountSwitch } from './accountSwitch.ts';
import { answerLost } from './answerLost.ts';
import { byteFlips } from './byteFlips.ts';
import { clockJump } from './clockJump.ts';
import { copies } from './copies.ts';
import { crowd } from './crowd.ts';
import { disk } from './disk.ts';
import { engineKill } from './engineKill.ts';
import { answerLostBehind, backendKilled, chat3Killed, flakySystem, rabbitKilled } from './flaky.ts';
import { flapping } from './flapping.ts';
import { brokerKilled, chat3Hindered, everyPartOfGateway, gatewayKilled } from './gatewayFaults.ts';
import { halfOpen } from './halfOpen.ts';
import { longCut } from './longCut.ts';
import { everyPart, nodeCutOff, nodeKilled, postgresKilled, redisKilled, redisSilent } from './nodeFaults.ts';
import { roomsLost } from './rooms.ts';
import { serverKill } from './serverKill.ts';
import { slowLink } from './slowLink.ts';
import { storm } from './storm.ts';
import { tokens } from './tokens.ts';
import { twoDevices } from './twoDevices.ts';

export const faults: readonly Fault[] = [
  answerLost,
  halfOpen,
  flapping,
  serverKill,
  roomsLost,
  chat3Killed,
  rabbitKilled,
  backendKilled,
  answerLostBehind,
  flakySystem,
  longCut,
  copies,
  slowLink,
  clockJump,
  tokens,
  accountSwitch,
  engineKill,
  disk,
  byteFlips,
  crowd,
  twoDevices,
  storm,
  nodeKilled,
  nodeCutOff,
  redisKilled,
  redisSilent,
  postgresKilled,
  everyPart,
  brokerKilled,
  chat3Hindered,
  gatewayKilled,
  everyPartOfGateway,
];

/** Rows, or parts of rows, that need the app; its e2e scenarios have them. */
export const appRows: readonly { fault: string; why: string }[] = [
  { fault: 'renderer crash; preload error', why: 'there is no renderer here' },
  { fault: 'no D-Bus, no keyring, no tray', why: 'they belong to the desktop shell' },
  {
    fault: 'suspend 60 s (SIGSTOP/SIGCONT)',
    why: 'power events come from Electron; the clock’s jump is tested here',
  },
  { fault: 'one notification a message', why: 'notifications are the desktop shell’s' },
  { fault: 'typing in the composer', why: 'here only the engine’s commands are timed' },
];
