import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Rolls a row of links so that the one to where one is stands in its middle. @param at where one is */
export function useCurrentInSight(at: string): RefObject<HTMLElement | null> {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current]');
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [at]);
  return nav;
}
