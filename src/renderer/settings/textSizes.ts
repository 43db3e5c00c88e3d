import type { Settings } from '../../shared/settings.ts';

/** One rem in pixels; everything is measured in rem. */
export const remOf: Record<Settings['textSize'], number> = { small: 14, normal: 16, large: 18, largest: 20 };
