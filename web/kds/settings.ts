import { remembered } from '../state/remembered.js';

/** Sizes of all type, in percent. The largest is read from across a kitchen. */
export const SIZES = ['100', '125', '150', '175', '200'] as const;
export type Size = (typeof SIZES)[number];

const SWITCH = ['on', 'off'] as const;
/** Fingers, and nothing finer. */
const TOUCHED = '(pointer: coarse)';
/** A large screen hangs on a wall, where people stand away from it. */
const WALL = '(min-width: 1600px)';

/** What this screen was last, as an address: see choice.ts. */
export const station = remembered<string>('kds.station', null, '');
export const size = remembered<Size>('kds.size', SIZES, matchMedia(WALL).matches ? '125' : '100');
export const sound = remembered('kds.sound', SWITCH, 'on');
/** The list of all that has to be cooked, beside the tickets. */
export const totals = remembered('kds.totals', SWITCH, 'off');
/** Moves to another table that were noted here: see moves.ts. */
export const moves = remembered<string>('kds.moves', null, '{}');
/** What is done here goes to a pass, where the expo screen hands it out. */
export const pass = remembered('kds.pass', SWITCH, 'off');

/** Whether the cards show the keys that choose them: where nothing but fingers works, once a key was pressed. */
export const keys = remembered('kds.keys', SWITCH, matchMedia(TOUCHED).matches ? 'off' : 'on');

export function flip(choice: { value: 'on' | 'off' }): void {
  choice.value = choice.value === 'on' ? 'off' : 'on';
}
