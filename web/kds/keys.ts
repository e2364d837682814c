/** What a key asks for. `choose` names the card by its place, from 0. */
export type Action =
  | { do: 'choose'; at: number }
  | {
      do:
        | 'bump'
        | 'start'
        | 'recall'
        | 'recalls'
        | 'note'
        | 'next'
        | 'previous'
        | 'down'
        | 'up'
        | 'allDay'
        | 'sound'
        | 'fullScreen'
        | 'help';
    };

/** Cards that a digit reaches. */
export const DIGITS = 9;

const NAMED: Record<string, Exclude<Action['do'], 'choose'>> = {
  Enter: 'bump',
  ' ': 'start',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowDown: 'down',
  ArrowUp: 'up',
  '0': 'note',
  '?': 'help',
};

/** By where they lie, since a keyboard may be set to another script. */
const LETTERS: Record<string, Exclude<Action['do'], 'choose'>> = {
  KeyR: 'recall',
  KeyL: 'recalls',
  KeyV: 'note',
  KeyA: 'allDay',
  KeyS: 'sound',
  KeyF: 'fullScreen',
  KeyH: 'help',
};

/** The keys as the help shows them. */
export const KEYS: readonly (readonly [keys: readonly string[], does: Action['do']])[] = [
  [['1', '…', '9'], 'choose'],
  [['←', '→'], 'next'],
  [['↑', '↓'], 'down'],
  [['Space'], 'start'],
  [['Enter'], 'bump'],
  [['R'], 'recall'],
  [['L'], 'recalls'],
  [['0', 'V'], 'note'],
  [['A'], 'allDay'],
  [['S'], 'sound'],
  [['F'], 'fullScreen'],
  [['H', '?'], 'help'],
];

/** null: the key is none of ours. A bump bar is a keyboard with few keys. */
export function actionOf({ key, code }: { key: string; code: string }): Action | null {
  if (/^[1-9]$/.test(key)) return { do: 'choose', at: Number(key) - 1 };
  const named = NAMED[key] ?? LETTERS[code];
  return named === undefined ? null : { do: named };
}
