import { useRef } from 'preact/hooks';
import { now } from '../../state/clock.js';

/** Whether something holds, and has held for so long. @param ms looked at once a second */
export function useLasting(holds: boolean, ms: number): boolean {
  const since = useRef<number | null>(null);
  if (!holds) since.current = null;
  else since.current ??= now.peek();
  // Nobody looks at the clock while it does not hold.
  return since.current !== null && now.value - since.current >= ms;
}
