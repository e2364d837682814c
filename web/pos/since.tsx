import { useComputed, useSignal } from '@preact/signals';
import { now } from '../state/clock.js';
import { MINUTE_MS } from '../ui/timer.js';
import { t } from './words.js';

/**
 * How long ago something was, to the minute: a floor of tables must not tick.
 * @param at an instant
 */
export function Since({ at }: { at: string }) {
  return <time dateTime={at}>{sinceText(useMinutesSince(at))}</time>;
}

/** Whole minutes since an instant; a component that asks is drawn anew once a minute. */
export function useMinutesSince(at: string): number {
  const since = useSignal(at);
  since.value = at;
  return useComputed(() =>
    Math.max(0, Math.floor((now.value - Date.parse(since.value)) / MINUTE_MS)),
  ).value;
}

function sinceText(minutes: number): string {
  if (minutes < 60) return t('since.minutes', { n: minutes });
  return t('since.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
