import type { ComponentChildren } from 'preact';
import './empty-state.css';
import { Icon, type IconName } from './icon.js';

export interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** What to do about it, and with what. */
  children?: ComponentChildren;
}

/** In the place of a list with nothing in it. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
