import { useEffect, useMemo } from 'preact/hooks';
import { Asked, CALM_MS } from './asked.js';
import { useOffice } from './office.js';

/**
 * Asks once for each `key`, and again when the stream tells of an event whose type begins with one of
 * `events`, or when the page comes back to sight: of some things no stream tells. What could not be had is
 * asked for as soon as the server is back.
 * @param calmMs how long to wait for more of them
 */
export function useAsked<T>(
  key: string,
  load: () => Promise<T>,
  events: readonly string[] = [],
  calmMs = CALM_MS,
): Asked<T> {
  const { live } = useOffice();
  const asked = useMemo(() => new Asked(load), [key]);
  useEffect(() => {
    void asked.ask();
    const end = live.onChange((type) => {
      // What came in a gap of the connection nobody can name: `null` may be anything.
      if (type === null || events.some((start) => type.startsWith(start))) asked.soon(calmMs);
    });
    const endCurrent = live.onCurrent(() => {
      if (asked.error.peek() !== undefined) asked.soon();
    });
    const seen = () => {
      if (document.visibilityState === 'visible') asked.soon();
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      end();
      endCurrent();
      document.removeEventListener('visibilitychange', seen);
      asked.rest();
    };
  }, [asked]);
  return asked;
}
