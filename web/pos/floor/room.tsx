import { t } from '../words.js';
import { isPlaced, spotOf } from './plan.js';
import { TableCard } from './table-card.js';
import './plan.css';
import type { TableFace } from './tables.js';

export interface RoomProps {
  name: string;
  tables: readonly TableFace[];
  /** Where the office has placed them, as a plan. */
  asPlan: boolean;
  /** Whether its name stands above it. */
  heading: boolean;
}

/** The tables of a section: where they stand, or in rows. */
export function Room({ name, tables, asPlan, heading }: RoomProps) {
  const planned = asPlan && isPlaced(tables.map(({ table }) => table));
  const placed = planned ? tables.filter(({ table }) => spotOf(table) !== null) : [];
  const others = planned ? tables.filter(({ table }) => spotOf(table) === null) : tables;
  return (
    <section class="room" aria-label={name}>
      {heading && (
        <header>
          <h2>{name}</h2>
          <p class="soft figures">
            {t('tables.busy', {
              n: tables.filter(({ order }) => order !== null).length,
              all: tables.length,
            })}
          </p>
        </header>
      )}
      {placed.length > 0 && (
        <ul class="room-plan">
          {placed.map((face) => (
            <TableCard key={face.table.id} face={face} spot={spotOf(face.table)} />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul class="room-grid">
          {others.map((face) => (
            <TableCard key={face.table.id} face={face} spot={null} />
          ))}
        </ul>
      )}
    </section>
  );
}
