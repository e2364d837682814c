import { useRef } from 'preact/hooks';
import './tabs.css';

export interface Tab<K extends string> {
  key: K;
  text: string;
  /** A number beside it: how many wait there. */
  count?: number | undefined;
}

export interface TabsProps<K extends string> {
  /** What they are tabs of, for those who listen. */
  label: string;
  tabs: readonly Tab<K>[];
  selected: K;
  onSelect: (key: K) => void;
  /** The id of the element that shows the selected one; give it role="tabpanel". */
  panel?: string;
}

/** Tabs: one stop for the Tab key, arrows between them (WAI-ARIA, "tabs with automatic activation"). */
export function Tabs<K extends string>({ label, tabs, selected, onSelect, panel }: TabsProps<K>) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ key }) => key === selected);
    const to = target(event.key, at, tabs.length);
    const tab = to === null ? undefined : tabs[to];
    if (to === null || !tab) return;
    event.preventDefault();
    onSelect(tab.key);
    const element = list.current?.children[to];
    if (element instanceof HTMLElement) element.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
      {tabs.map(({ key, text, count }) => (
        <button
          key={key}
          type="button"
          role="tab"
          aria-selected={key === selected}
          aria-controls={panel}
          tabIndex={key === selected ? 0 : -1}
          onClick={() => onSelect(key)}
        >
          {text}
          {count !== undefined && <span class="tab-count figures">{count}</span>}
        </button>
      ))}
    </div>
  );
}

function target(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}
