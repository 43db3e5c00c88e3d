import { testSlice } from './slice.ts';

testSlice('standalone');
