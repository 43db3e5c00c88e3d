import { configure } from '@testing-library/react';

// Only what hangs runs out of it: how fast a busy machine is, is nobody's claim.
configure({ asyncUtilTimeout: 30_000 });
