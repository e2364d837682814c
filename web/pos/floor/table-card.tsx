import { Icon } from '../../ui/icon.js';
import { money } from '../../state/place.js';
import { t } from '../words.js';
import { openTable } from './open-table.js';
import type { Spot } from './plan.js';
import { Signs } from './signs.js';
import { Standing } from './standing.js';
import './table-card.css';
import type { TableFace } from './tables.js';

export interface TableCardProps {
  face: TableFace;
  /** Where it stands on the plan; null: in a row. */
  spot: Spot | null;
}

/** Names of more letters have a line of their own, and smaller letters: it is their ends that tell them apart. */
const LONG_NAME = 6;

/** A table: free, or with what it comes to, since when, and what somebody has to do about it. */
export function TableCard({ face, spot }: TableCardProps) {
  const { table, order, state, drafted } = face;
  const place = spot && { left: `${spot.x / 10}%`, top: `${spot.y / 10}%` };
  return (
    <li style={place ?? undefined}>
      <button
        type="button"
        class="table-card"
        data-state={state}
        data-shape={table.shape ?? 'square'}
        onClick={() => openTable(face)}
      >
        <span class="table-name" data-long={table.name.length > LONG_NAME || undefined}>
          <strong title={table.name}>{table.name}</strong>
          <Seats guests={order?.order.guests ?? null} seats={table.seats} />
        </span>
        {order ? (
          <>
            <span class="table-amount figures">{money(order.amount)}</span>
            <Standing of={order} />
            <Signs of={order} ready={state !== 'ready'} />
          </>
        ) : (
          <span class="table-state">
            {state === 'draft' ? t('table.drafted', { n: drafted }) : t('table.free')}
          </span>
        )}
      </button>
    </li>
  );
}

/** How many sit there, of how many can. */
function Seats({ guests, seats }: { guests: number | null; seats: number | null }) {
  if (guests === null && seats === null) return null;
  const text =
    guests === null ? String(seats) : seats === null ? String(guests) : `${guests}/${seats}`;
  return (
    <small class="table-seats figures">
      <Icon name="person" />
      {text}
      <span class="unseen">
        {guests === null ? t('table.seats', { n: seats ?? 0 }) : t('guests', { n: guests })}
      </span>
    </small>
  );
}
