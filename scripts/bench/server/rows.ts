import type { Row } from '../row.ts';
import { fanOutGrowth, memoryPerSocket, reconnectStorm } from './crowd.ts';
import { posts } from './posts.ts';

export const serverRows: Row[] = [
  { name: 'serverPosts', measure: posts },
  { name: 'serverFanOutGrowth', measure: fanOutGrowth },
  { name: 'serverReconnectStorm', measure: reconnectStorm },
  { name: 'serverMemoryPerSocket', measure: memoryPerSocket },
];
