import { abuse } from '../abuse.ts';
import { judged, type Measured, type Row } from '../row.ts';
import { fanOutGrowth, memoryPerSocket, reconnectStorm } from './crowd.ts';
import { posts } from './posts.ts';

/** What one person can do to everybody else. */
async function abuseRows(): Promise<Measured[]> {
  const rows: Measured[] = [];
  for await (const { name, quietP50, abusedP50, burstP50, abusedWorst, ratio } of abuse([])) {
    const pair = { value: abusedP50, floor: quietP50, ratio, rounds: 1 };
    const seen = `first 3 s ${burstP50.toFixed(1)} ms, worst ${abusedWorst.toFixed(0)} ms`;
    const goal = { goal: 2, better: 'lower', unit: "others' p50, ms", seen } as const;
    rows.push(judged(`serverAbuse: ${name}`, pair, goal));
  }
  return rows;
}

export const serverRows: Row[] = [
  { name: 'serverPosts', measure: posts },
  { name: 'serverFanOutGrowth', measure: fanOutGrowth },
  { name: 'serverReconnectStorm', measure: reconnectStorm },
  { name: 'serverAbuse', measure: abuseRows },
  { name: 'serverMemoryPerSocket', measure: memoryPerSocket },
];
