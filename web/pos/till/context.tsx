import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Till } from './till.js';

const TillContext = createContext<Till | null>(null);

export function TillProvider({ till, children }: { till: Till; children: ComponentChildren }) {
  return <TillContext.Provider value={till}>{children}</TillContext.Provider>;
}

/** The till that the view is of. */
export function useTill(): Till {
  const till = useContext(TillContext);
  if (!till) throw new Error('no till around this view');
  return till;
}
