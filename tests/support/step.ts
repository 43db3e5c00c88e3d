/** One thing that was looked at: what should be seen and what was. */
export interface Step {
  step: string;
  expected: string;
  seen: string;
  ok: boolean;
}
