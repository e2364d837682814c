import { useRef, useState } from 'preact/hooks';
import { wrongText } from '../../state/wrong.js';
import { t } from '../words.js';
import { type Faults, faultsOf, type Refused } from './faults.js';
import { isRefusal, refusalText } from './refusal.js';

export interface Submit {
  /** It is being sent. */
  busy: boolean;
  /** What is wrong with the field at this JSON pointer. */
  at: (pointer: string) => string | undefined;
  /** What is wrong and belongs to no field that asked; to be read after all fields were drawn. */
  rest: () => readonly string[];
  /** Somebody else changed it since it was read. */
  conflict: boolean;
  /** Sends, unless the form itself found something; resolves to whether it was taken. */
  run: (found: Faults, send: () => Promise<unknown>) => Promise<boolean>;
  /** Forgets what was wrong. */
  clear: () => void;
}

interface Outcome {
  /** By pointer, in the words of the person's language. */
  fields: ReadonlyMap<string, string>;
  general: string | null;
  conflict: boolean;
}

const FINE: Outcome = { fields: new Map(), general: null, conflict: false };
const CONFLICTS = ['precondition_failed', 'stale_rev'];

/** Sends a form, and keeps what was wrong with it until it is sent again. */
export function useSubmit(): Submit {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState(FINE);
  // Pointers of fields on the form: what is said of others must not get lost.
  const asked = useRef(new Set<string>());
  const { fields, general, conflict } = outcome;
  return {
    busy,
    conflict,
    at(pointer) {
      asked.current.add(pointer);
      return fields.get(pointer);
    },
    rest() {
      const elsewhere = [...fields].filter(([pointer]) => !asked.current.has(pointer));
      return [...(general === null ? [] : [general]), ...elsewhere.map(([, text]) => text)];
    },
    async run(found, send) {
      asked.current.clear();
      if (Object.keys(found).length > 0) {
        setOutcome({ ...FINE, fields: worded(found) });
        focusFirstWrong();
        return false;
      }
      setBusy(true);
      try {
        await send();
        setOutcome(FINE);
        return true;
      } catch (error) {
        setOutcome(outcomeOf(error));
        focusFirstWrong();
        return false;
      } finally {
        setBusy(false);
      }
    },
    clear: () => setOutcome(FINE),
  };
}

function worded(found: Faults): Map<string, string> {
  return new Map(Object.entries(found).map(([pointer, key]) => [pointer, t(`fault.${key}`)]));
}

function outcomeOf(error: unknown): Outcome {
  if (!isRefusal(error)) return { ...FINE, general: wrongText(error) };
  const { problem } = error;
  if (CONFLICTS.includes(problem.code)) return { ...FINE, conflict: true };
  const fields = told(problem);
  return { ...FINE, fields, general: fields.size === 0 ? refusalText(problem) : null };
}

function told(problem: Refused): Map<string, string> {
  return new Map(
    faultsOf(problem).map(({ pointer, key, message }) => [
      pointer,
      key ? t(`fault.${key}`) : t('fault.server', { message }),
    ]),
  );
}

/** Whoever sends by keyboard goes on at what has to be mended. */
function focusFirstWrong(): void {
  requestAnimationFrame(() => {
    const scope = document.querySelector('dialog:modal') ?? document;
    scope.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
