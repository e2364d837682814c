import type { IconName } from '../ui/icon.js';

/** The parts of the back office in the order of their use: what one looks at daily comes first. */
export const SECTION_ICONS = {
  today: 'office',
  menu: 'menu',
  tables: 'table',
  staff: 'people',
  devices: 'device',
  settings: 'settings',
  audit: 'audit',
  operations: 'pulse',
} as const satisfies Record<string, IconName>;

export type SectionName = keyof typeof SECTION_ICONS;

/** Which part a place in the page belongs to; what nobody knows is the first. */
export function sectionOf([first = 'today']: readonly string[]): SectionName {
  return Object.hasOwn(SECTION_ICONS, first) ? (first as SectionName) : 'today';
}
