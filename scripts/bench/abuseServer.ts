import { productionLimits } from '../../server/src/limits/limits.ts';
import { startServer } from '../../server/src/server.ts';

// Demo people with the limits of production; only codes are asked for without end.
const unlimited = Number.POSITIVE_INFINITY;
const server = await startServer({
  demo: true,
  dataDir: process.argv[2] ?? '',
  limits: {
    ...productionLimits,
    codesPerPhoneHour: unlimited,
    codesPerAddressHour: unlimited,
    wrongCodesPerPhoneHour: unlimited,
    wrongCodesPerAddressHour: unlimited,
  },
});
console.log(`CHAT3_SERVER_READY ${JSON.stringify({ url: server.url })}`);
