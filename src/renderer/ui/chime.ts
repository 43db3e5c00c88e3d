const tones = [
  { hertz: 880, at: 0 },
  { hertz: 1_174.66, at: 0.11 },
];
const lengthSeconds = 0.35;
const loudness = 0.12;

/** The sound of a new message: two soft tones. */
export function playChime(): void {
  const context = new AudioContext();
  for (const { hertz, at } of tones) {
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    const start = context.currentTime + at;
    oscillator.frequency.value = hertz;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(loudness, start + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, start + lengthSeconds);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + lengthSeconds);
  }
  // Not by `onended`, which a machine without a sound card may never tell.
  setTimeout(() => void context.close(), 1_000);
}
