import { testSlice } from './slice.ts';

testSlice('legacy');
