import { now } from '../state/clock.js';
import { durationText } from '../words/amounts.js';
import './badge.css';

export const MINUTE_MS = 60_000;

export interface TimerProps {
  /** The instant it counts from. */
  since: string;
  /** Minutes from which it is amber, and from which it is red; without them it keeps its colour. */
  warnMinutes?: number;
  lateMinutes?: number;
}

/** How long ago something was, by the server's clock, second by second. */
export function Timer({ since, warnMinutes, lateMinutes }: TimerProps) {
  const age = now.value - Date.parse(since);
  // Not a live region: nobody wants to be told the time each second.
  return (
    <time class="timer" dateTime={since} data-tone={ageTone(age, warnMinutes, lateMinutes)}>
      {durationText(age)}
    </time>
  );
}

/** What an age means: nothing yet, late soon, late. @param age ms */
export function ageTone(
  age: number,
  warnMinutes = Number.POSITIVE_INFINITY,
  lateMinutes = Number.POSITIVE_INFINITY,
): 'warn' | 'bad' | undefined {
  if (age >= lateMinutes * MINUTE_MS) return 'bad';
  return age >= warnMinutes * MINUTE_MS ? 'warn' : undefined;
}
