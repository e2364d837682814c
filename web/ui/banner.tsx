import type { ComponentChildren } from 'preact';
import './banner.css';
import { Icon, type IconName } from './icon.js';

export type Tone = 'info' | 'good' | 'warn' | 'bad';

const ICONS: Record<Tone, IconName> = {
  info: 'info',
  good: 'check',
  warn: 'warning',
  bad: 'warning',
};

export interface BannerProps {
  tone: Tone;
  icon?: IconName;
  /** A button at its end. */
  action?: ComponentChildren;
  children: ComponentChildren;
}

/** Something that holds for now and concerns all that is below. `bad` interrupts those who listen. */
export function Banner({ tone, icon = ICONS[tone], action, children }: BannerProps) {
  return (
    <div class="banner" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div>{children}</div>
      {action}
    </div>
  );
}
