/** What a screen shows: the tickets of some stations, or all of the house as one. */
export interface Choice {
  readonly expo: boolean;
  /** Empty for the expo: whatever stations there are. */
  readonly stationIds: readonly string[];
}

/**
 * The choice that an address names (`stations/<id>/<id>`, `expo`), or else what this device was last;
 * null: it has to be asked.
 */
export function choiceOf(route: readonly string[], remembered: string): Choice | null {
  const [first, ...ids] = route.length > 0 ? route : remembered.split('/');
  if (first === 'expo') return { expo: true, stationIds: [] };
  if (first !== 'stations' || ids.length === 0) return null;
  return { expo: false, stationIds: [...new Set(ids)] };
}

/** As an address says it. */
export function segmentsOf({ expo, stationIds }: Choice): string[] {
  return expo ? ['expo'] : ['stations', ...stationIds];
}

/** The stations to listen to, of those that there are. */
export function stationsOf<S extends { id: string }>(choice: Choice, stations: readonly S[]): S[] {
  return stations.filter(({ id }) => choice.expo || choice.stationIds.includes(id));
}
