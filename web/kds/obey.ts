import { flipFullScreen } from './device.js';
import type { Hands } from './hands.js';
import type { Action } from './keys.js';
import type { DialogName } from './menu-groups.js';
import { flip, totals } from './settings.js';
import { flipSound } from './sound.js';

type Plain = Exclude<Action['do'], 'choose'>;

/** Does what a key asks for. */
export function obey(action: Action, hands: Hands, onDialog: (name: DialogName) => void): void {
  const deeds: Record<Plain, () => void> = {
    bump: () => hands.bumpChosen(),
    start: () => hands.startChosen(),
    recall: () => hands.recallLast(),
    recalls: () => onDialog('recalls'),
    note: () => hands.noteFirst(),
    next: () => hands.move(1),
    previous: () => hands.move(-1),
    down: () => hands.moveWithin(1),
    up: () => hands.moveWithin(-1),
    allDay: () => flip(totals),
    sound: flipSound,
    fullScreen: () => void flipFullScreen(),
    help: () => onDialog('help'),
  };
  if (action.do === 'choose') hands.choose(hands.order[action.at] ?? hands.card.value);
  else deeds[action.do]();
}
