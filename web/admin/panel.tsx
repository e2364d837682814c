import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './panel.css';

export interface PanelProps {
  title: string;
  /** Beside the title: what it is of, or something to do about all of it. */
  aside?: ComponentChildren;
  /** Its place in a grid of panels. */
  class?: string;
  children: ComponentChildren;
}

/** A part of a page with a heading, on a surface of its own. */
export function Panel({ title, aside, class: more, children }: PanelProps) {
  const heading = useId();
  return (
    <section class={more ? `panel ${more}` : 'panel'} aria-labelledby={heading}>
      <header>
        <h3 id={heading}>{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  );
}
