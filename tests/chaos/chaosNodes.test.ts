import { testSlice } from './slice.ts';

testSlice('nodes');
