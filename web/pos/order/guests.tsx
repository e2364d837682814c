import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { toast } from '../../ui/toast.js';
import { Stepper } from '../menu/stepper.js';
import type { Order } from '../shapes.js';
import { useTill } from '../till/context.js';
import { troubleText } from '../trouble.js';
import { t } from '../words.js';

/** Most guests of an order; the server refuses more. */
const MOST_GUESTS = 1_000;
/** After the last tap, until the number counts as chosen; ms. */
const SETTLES_MS = 1_000;

export interface GuestsStepperProps {
  /** null: nobody has counted them. */
  guests: number | null;
  onChange: (guests: number | null) => void;
  onLeave?: () => void;
}

/** How many guests there are. */
export function GuestsStepper({ guests, onChange, onLeave }: GuestsStepperProps) {
  return (
    <Stepper
      icon="people"
      label={t('guests.how')}
      less={t('guests.less')}
      more={t('guests.more')}
      value={guests ?? 0}
      least={0}
      most={MOST_GUESTS}
      onChange={(value) => onChange(value || null)}
      {...(onLeave ? { onLeave } : {})}
    />
  );
}

/**
 * The guests of an order that is there: three taps are one command, given when nobody taps any more, or goes
 * elsewhere. To be keyed by the order.
 */
export function OrderGuests({ order: { id, guests } }: { order: Order }) {
  const till = useTill();
  /** What was tapped, and is not yet on its way; undefined: nothing. */
  const chosen = useSignal<Order['guests'] | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const give = async () => {
    clearTimeout(timer.current);
    const wanted = chosen.peek();
    const now = till.order(id);
    if (wanted === undefined || now?.status !== 'open') return;
    try {
      if (wanted !== now.guests) {
        await till.terminal.queue('order.change', { orderId: id, guests: wanted });
      }
    } catch (error) {
      toast({ text: troubleText(error), tone: 'bad' });
    }
    // Somebody may have tapped on meanwhile.
    if (chosen.peek() === wanted) chosen.value = undefined;
  };
  const choose = (wanted: number | null) => {
    clearTimeout(timer.current);
    chosen.value = wanted;
    timer.current = setTimeout(() => void give(), SETTLES_MS);
  };
  useEffect(() => () => void give(), []);
  return (
    <GuestsStepper
      guests={chosen.value === undefined ? guests : chosen.value}
      onChange={choose}
      onLeave={() => void give()}
    />
  );
}
