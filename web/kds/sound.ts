import { signal } from '@preact/signals';
import type { Sound } from './news.js';
import { flip, sound } from './settings.js';

/** A tone: from when, how high, how long, by which waveform. Seconds and hertz. */
type Tone = readonly [at: number, hertz: number, seconds: number, wave: OscillatorType];

/**
 * Told apart with a fan running: `new` rises and is friendly, `void` falls and is harsh, `moved` goes to and fro,
 * `late` knocks. `lost` is an alarm.
 */
const TUNES: Record<Sound | 'lost', readonly Tone[]> = {
  new: [
    [0, 784, 0.16, 'triangle'],
    [0.15, 1175, 0.34, 'triangle'],
  ],
  void: [
    [0, 988, 0.18, 'square'],
    [0.2, 740, 0.18, 'square'],
    [0.4, 494, 0.42, 'square'],
  ],
  moved: [
    [0, 659, 0.14, 'triangle'],
    [0.16, 880, 0.14, 'triangle'],
    [0.32, 659, 0.22, 'triangle'],
  ],
  late: [
    [0, 415, 0.12, 'sawtooth'],
    [0.18, 415, 0.12, 'sawtooth'],
    [0.36, 415, 0.2, 'sawtooth'],
  ],
  lost: [
    [0, 330, 0.3, 'sawtooth'],
    [0.34, 247, 0.3, 'sawtooth'],
    [0.68, 330, 0.3, 'sawtooth'],
    [1.02, 247, 0.5, 'sawtooth'],
  ],
};
/** What sounds harsh is louder at the same level. */
const LEVELS: Record<OscillatorType, number> = {
  triangle: 0.5,
  sine: 0.5,
  square: 0.16,
  sawtooth: 0.2,
  custom: 0.2,
};
const GESTURES = ['pointerdown', 'keydown'] as const;

let context: AudioContext | null = null;
/** When the tune before is over: two must not sound into each other. */
let busyUntil = 0;

/** Whether the browser lets us be heard; most want a touch first. */
export const audible = signal(false);

/** Tries to be heard, and once more at every touch until we are. @returns ends that */
export function openSound(): () => void {
  const wake = () => {
    context ??= made();
    if (!context) return;
    const look = () => {
      audible.value = context?.state === 'running';
    };
    context.onstatechange = look;
    look();
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
  };
  wake();
  for (const gesture of GESTURES) addEventListener(gesture, wake);
  return () => {
    for (const gesture of GESTURES) removeEventListener(gesture, wake);
  };
}

/** Plays a tune, after the one that sounds. */
export function play(name: keyof typeof TUNES): void {
  if (context?.state !== 'running') return;
  const start = Math.max(context.currentTime + 0.02, busyUntil);
  for (const [at, hertz, seconds, wave] of TUNES[name]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = wave;
    tone.frequency.value = hertz;
    const [from, to] = [start + at, start + at + seconds];
    // Without a rise and a fall it clicks.
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(LEVELS[wave], from + 0.012);
    volume.gain.setTargetAtTime(0, to - seconds / 3, seconds / 9);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(to + 0.1);
    busyUntil = to + 0.12;
  }
}

/** Who switches it on hears at once that it works. */
export function flipSound(): void {
  flip(sound);
  if (sound.value === 'on') play('new');
}

function made(): AudioContext | null {
  return typeof AudioContext === 'undefined' ? null : new AudioContext();
}
