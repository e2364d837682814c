import { t } from '../state/words.js';
import './connection.css';
import { clockSeconds } from '../state/place.js';

/**
 * What the page can prove of what it shows. `at`: the instant it is current to, or was last, null before
 * the first.
 */
export interface Connection {
  state: 'connecting' | 'current' | 'behind' | 'offline';
  at: string | null;
}

/**
 * The proof, in sight at all times: green is current to the second it names, amber knows that something is
 * missing, red cannot say. Those who listen are told of the state, and not of each second.
 */
export function ConnectionState({ state, at }: Connection) {
  const text = textOf(state, at);
  return (
    <p class="connection figures" data-state={state}>
      <i aria-hidden="true" />
      <span>{text}</span>
    </p>
  );
}

function textOf(state: Connection['state'], at: string | null): string {
  if (state === 'connecting' || at === null) return t('state.connecting');
  return t(`state.${state}`, { at: clockSeconds(at) });
}
