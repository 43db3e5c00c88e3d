/** How large everything in the window is drawn, in whole per cent: the steps of the menu, the wheel and the settings. */
export const zoomRange = { smallest: 50, largest: 300 };

export type ZoomChange = 'in' | 'out' | 'reset';

const steps = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

/** The next step, or the same at either end. */
export function changedZoom(percent: number, change: ZoomChange): number {
  if (change === 'reset') return 100;
  const next =
    change === 'in' ? steps.find((step) => step > percent) : steps.findLast((step) => step < percent);
  return next ?? (change === 'in' ? zoomRange.largest : zoomRange.smallest);
}
