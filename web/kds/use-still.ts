import { useEffect, useState } from 'preact/hooks';

/** How long after the last touch nothing moves yet: the next one may be on its way; ms. */
export const HANDS_OFF_MS = 3_000;

/** Whether nobody has touched the screen or a key for a while. */
export function useStill(): boolean {
  const [still, setStill] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let held = false;
    const later = () => {
      clearTimeout(timer);
      if (!held) timer = setTimeout(() => setStill(true), HANDS_OFF_MS);
    };
    const hands = (event: Event) => {
      held = event.type === 'pointerdown';
      setStill(false);
      later();
    };
    const away = () => {
      held = false;
      later();
    };
    addEventListener('pointerdown', hands, true);
    addEventListener('keydown', hands, true);
    for (const end of ENDS) addEventListener(end, away, true);
    return () => {
      clearTimeout(timer);
      removeEventListener('pointerdown', hands, true);
      removeEventListener('keydown', hands, true);
      for (const end of ENDS) removeEventListener(end, away, true);
    };
  }, []);
  return still;
}

const ENDS = ['pointerup', 'pointercancel'] as const;
