import { useCurrentInSight } from './current-in-sight.js';
import './places.css';

export interface PlacesProps<K extends string> {
  /** What they are parts of, for those who listen. */
  label: string;
  at: K;
  places: readonly { key: K; text: string; href: string }[];
}

/** The parts of a section: places of their own, so that the back button and a bookmark find them. */
export function Places<K extends string>({ label, at, places }: PlacesProps<K>) {
  const nav = useCurrentInSight(at);
  return (
    <nav class="places" aria-label={label} ref={nav}>
      {places.map(({ key, text, href }) => (
        <a key={key} href={href} aria-current={key === at ? 'page' : undefined}>
          {text}
        </a>
      ))}
    </nav>
  );
}
