import type { Named } from '../entry/session.js';
import type { Card, Dish } from './cards.js';
import { t } from './words.js';

/** Dishes of a card that belong together: of one station, where it has several, and of one course. */
export interface Section {
  key: string;
  /** Empty: there is nothing to tell apart. */
  text: string;
  dishes: readonly Dish[];
}

/** The sections of a card, by the order of the stations, and of the courses. */
export function sectionsOf({ dishes }: Card, stations: readonly Named[]): Section[] {
  const place = new Map(stations.map(({ id }, at) => [id, at]));
  const placeOf = ({ stationId }: Dish) => place.get(stationId) ?? place.size;
  const inOrder = [...dishes].sort(
    (a, b) => placeOf(a) - placeOf(b) || byCourse(a.course, b.course),
  );
  const sections = new Map<string, { key: string; text: string; dishes: Dish[] }>();
  for (const dish of inOrder) {
    const key = `${dish.stationId} ${dish.course ?? ''}`;
    const known = sections.get(key);
    if (known) known.dishes.push(dish);
    else sections.set(key, { key, text: textOf(dish, stations), dishes: [dish] });
  }
  return [...sections.values()];
}

function textOf({ stationId, course }: Dish, stations: readonly Named[]): string {
  const name = stations.length > 1 ? stations.find(({ id }) => id === stationId)?.name : undefined;
  const said = typeof course === 'number' ? t('dish.course', { n: course }) : course;
  return [name, said].filter((part) => part).join(' · ');
}

/** What has no course comes first, then the numbers, then the house's own words. */
function byCourse(a: Dish['course'], b: Dish['course']): number {
  const weight = (course: Dish['course']) =>
    course === null ? 0 : typeof course === 'number' ? course : 1_000;
  return weight(a) - weight(b) || (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
}
