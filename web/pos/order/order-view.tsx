import { useComputed, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { toast } from '../../ui/toast.js';
import { tellSoldOut } from '../menu/availability.js';
import { firstChoice, isAsked } from '../menu/choice.js';
import { MenuPane } from '../menu/menu-pane.js';
import { type Next, NextFields } from '../menu/next-fields.js';
import type { Course, MenuItem, Order } from '../shapes.js';
import { useTill } from '../till/context.js';
import { useKeys } from '../till/keys.js';
import { troubleText } from '../trouble.js';
import type { Asked } from './asked.js';
import type { DraftLine, Place } from './draft.js';
import { give } from './give.js';
import { OrderBar } from './order-bar.js';
import { OrderDialogs } from './order-dialogs.js';
import { seatsOf } from './seats.js';
import { take, takenOf, takingOf } from './taking.js';
import { unsentOf } from './ticket.js';
import { TicketPane } from './ticket-pane.js';

export interface OrderViewProps {
  place: Place;
  order: Order | null;
}

/** Taking an order: the menu on one side, what was taken and sent on the other. */
export function OrderView({ place, order }: OrderViewProps) {
  const till = useTill();
  const asked = useSignal<Asked | null>(null);
  /** Which of the two a phone shows. */
  const side = useSignal<'menu' | 'ticket'>(order && order.lines.length > 0 ? 'ticket' : 'menu');
  const next = useSignal<Next>({ course: null, seat: null });
  const field = useRef<HTMLInputElement>(null);
  const busy = useRef(false);
  // A draft changes with each tap; the order is looked up anew with whatever the server tells.
  const draft = useComputed(() => till.drafts.all.value);
  void draft.value;
  const taking = takingOf(till, place, order);
  const held = order?.lines.some((line) => unsentOf(line) > 0) ?? false;

  const hand = async (lines: readonly DraftLine[], send: boolean, course?: Course) => {
    // A double tap is one tap.
    if (busy.current) return;
    busy.current = true;
    try {
      await give(till, { ...taking, lines, send, ...(course === undefined ? {} : { course }) });
    } catch (error) {
      toast({ text: troubleText(error), tone: 'bad' });
    } finally {
      busy.current = false;
    }
  };
  const send = () => {
    if (taking.ready.length > 0 || held) void hand(taking.ready, true);
  };
  const sendCourse = (course: Course) => {
    const lines = taking.ready.filter((line) => line.course === course);
    void hand(lines, true, course);
  };
  const hold = () => {
    if (taking.ready.length > 0 || !order) void hand(taking.ready, false);
  };
  const ask = (item: MenuItem, quantity: number) => {
    asked.value = {
      kind: 'item',
      item,
      start: { ...firstChoice(item), ...next.value, quantity },
      lineId: null,
    };
  };
  const pick = (item: MenuItem, quantity: number) => {
    if (!item.available) tellSoldOut(till, item);
    else if (isAsked(item)) ask(item, quantity);
    else take(till, place, item, { ...firstChoice(item), ...next.value, quantity });
  };
  const bill = () => {
    if (order) asked.value = { kind: 'bill' };
  };
  useKeys({
    '/': () => field.current?.focus(),
    F2: () => field.current?.focus(),
    F4: () => document.querySelector<HTMLElement>('.ticket .row-main')?.focus(),
    'Ctrl+Enter': send,
    F9: hold,
    F8: bill,
  });
  return (
    <div class="order" data-side={side.value}>
      <MenuPane
        field={field}
        taken={takenOf(taking)}
        onPick={pick}
        onAsk={(item, quantity) => (item.available ? ask : pick)(item, quantity)}
        beside={
          <NextFields
            next={next.value}
            seats={seatsOf(taking)}
            onChange={(chosen) => {
              next.value = chosen;
            }}
          />
        }
      />
      <TicketPane
        taking={taking}
        onAsk={(what) => (asked.value = what)}
        onSend={send}
        onHold={hold}
        onSendCourse={sendCourse}
        onMenu={() => (side.value = 'menu')}
      />
      {side.value === 'menu' && (
        <OrderBar taking={taking} onTicket={() => (side.value = 'ticket')} onSend={send} />
      )}
      {asked.value && (
        <OrderDialogs
          asked={asked.value}
          taking={taking}
          onAsk={(what) => (asked.value = what)}
          onClose={() => (asked.value = null)}
        />
      )}
    </div>
  );
}
