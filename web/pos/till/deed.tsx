import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Answer, Body, SocketCommand } from '../../../client/calls.js';
import { Banner } from '../../ui/banner.js';
import { toast } from '../../ui/toast.js';
import { troubleText } from '../trouble.js';
import { t } from '../words.js';
import { useTill } from './context.js';
import { perform } from './perform.js';

export interface Deed {
  /** It is being done. */
  busy: boolean;
  /** Why it was refused, if it was: to be shown above. */
  wrong: ComponentChildren;
  /** Does it, and says how it went; null: it was refused. @param tell says why, in other words than usual */
  act<T extends SocketCommand>(
    type: T,
    body: Body<T>,
    tell?: (error: unknown) => string,
  ): Promise<Done<T> | null>;
}

export interface Done<T extends SocketCommand> {
  /** What the server answered; null: it will, and nobody knows when. */
  answer: Answer<T> | null;
}

/** One thing that a dialog does. @param onDone it is done, or on its way for certain */
export function useDeed(onDone?: () => void): Deed {
  const till = useTill();
  const busy = useSignal(false);
  const wrong = useSignal<string | null>(null);
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
    },
    [],
  );
  return {
    busy: busy.value,
    wrong: wrong.value && <Banner tone="bad">{wrong.value}</Banner>,
    async act(type, body, tell = troubleText) {
      // Two presses before anything is drawn are one.
      if (busy.peek()) return null;
      busy.value = true;
      wrong.value = null;
      try {
        const answer = await perform(till, type, body);
        if (answer === null) toast({ text: t('deed.waits') });
        onDone?.();
        return { answer };
      } catch (error) {
        // Who has turned to something else is told there: the command is nowhere any more.
        if (isGone.current) toast({ text: tell(error), tone: 'bad' });
        else wrong.value = tell(error);
        return null;
      } finally {
        busy.value = false;
      }
    },
  };
}
