import type { Ticket } from './tickets.js';

interface Station {
  readonly id: string;
  readonly name: string;
}

/**
 * The stations of a screen, and behind them those whose tickets it shows instead of their own
 * screens.
 */
export function withOthers(
  stations: readonly Station[],
  tickets: readonly Ticket[],
  house: { name(kind: 'stations', id: string): string },
): readonly Station[] {
  const here = new Set(stations.map(({ id }) => id));
  const others = new Set(tickets.map(({ stationId }) => stationId).filter((id) => !here.has(id)));
  if (others.size === 0) return stations;
  return [...stations, ...[...others].map((id) => ({ id, name: house.name('stations', id) }))];
}
