import { linkTo } from '../state/route.js';
import { Icon } from '../ui/icon.js';
import { useCurrentInSight } from './current-in-sight.js';
import './nav.css';
import { SECTION_ICONS, type SectionName } from './sections.js';
import { t } from './words.js';

export interface NavProps {
  at: SectionName;
  /** Whether the box's own figures are for this person. */
  operator: boolean;
}

/** The parts of the back office: beside the page, or above it where it is narrow. */
export function Nav({ at, operator }: NavProps) {
  const nav = useCurrentInSight(at);
  const names = (Object.keys(SECTION_ICONS) as SectionName[]).filter(
    (name) => name !== 'operations' || operator || at === name,
  );
  return (
    <nav class="office-nav" aria-label={t('nav')} ref={nav}>
      <div>
        {names.map((name) => (
          <a key={name} href={linkTo(name)} aria-current={name === at ? 'page' : undefined}>
            <Icon name={SECTION_ICONS[name]} />
            <span>{t(`nav.${name}`)}</span>
          </a>
        ))}
      </div>
    </nav>
  );
}
