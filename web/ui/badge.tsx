import type { ComponentChildren } from 'preact';
import './badge.css';
import type { Tone } from './banner.js';

/** A state in a word or two. The word says it; the colour only repeats it. */
export function Badge({ tone, children }: { tone?: Tone | 'accent'; children: ComponentChildren }) {
  return (
    <span class="badge" data-tone={tone}>
      {children}
    </span>
  );
}
