import { signal } from '@preact/signals';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import type { Ticket } from '../shapes.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import { type Unseen, unseenOf } from './unseen.js';

/** Tickets of which somebody at this till has taken note; another till has its own people. */
const noted = signal<ReadonlySet<string>>(new Set());

/**
 * What no kitchen screen has shown, a banner for each station: somebody has to go and tell them.
 */
export function useUnseen(): readonly Unseen[] {
  return unseenOf(useTill().shown.value.tickets.values(), noted.value);
}

export function UnseenBanner({ stationId, tickets, fallbackStationId }: Unseen) {
  const till = useTill();
  const { stations } = till.catalog.value;
  const nameOf = (id: string) => stations.find((station) => station.id === id)?.name ?? '…';
  const { tables } = till.shown.value;
  // As the floor and the kitchen's cards call it; the same order may have several.
  const nameOfTicket = ({ orderNumber, tableId }: Ticket) => {
    const table = tableId === null ? undefined : tables.get(tableId)?.name;
    const number = t('order.number', { number: orderNumber });
    return table === undefined ? number : `${table} (${number})`;
  };
  const names = new Set(tickets.map(nameOfTicket));
  const n = tickets.length;
  return (
    <Banner
      tone="bad"
      icon="kitchen"
      action={
        <Button
          onClick={() => {
            noted.value = new Set([...noted.value, ...tickets.map(({ id }) => id)]);
          }}
        >
          {t('unseen.noted')}
        </Button>
      }
    >
      <strong>
        {t('unseen', { n, station: nameOf(stationId), tickets: [...names].join(', ') })}
      </strong>{' '}
      {fallbackStationId === null
        ? t('unseen.tell')
        : t('unseen.fallback', { station: nameOf(fallbackStationId) })}
    </Banner>
  );
}
