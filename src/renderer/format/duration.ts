const steps = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const;

/** «3 с», «12 мин», «2 ч»: in the largest unit that it is at least one of. */
export function formatDuration(locale: string, ms: number): string {
  const { unit, ms: length } = steps.find((step) => ms >= step.ms) ?? steps[3];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(
    Math.round(ms / length),
  );
}
