import { LANGUAGES, type Language } from '../words/speech.js';
import { Menu, type MenuGroup } from '../ui/menu.js';
import { language } from '../state/language.js';
import { THEMES, theme } from '../state/theme.js';
import { t } from '../state/words.js';

const ICONS = { device: 'globe', light: 'sun', dark: 'moon' } as const;

/** Language and theme, as a part of a menu. */
export function preferenceGroups(): MenuGroup[] {
  return [
    {
      head: t('menu.language'),
      items: (Object.keys(LANGUAGES) as Language[]).map((each) => ({
        key: each,
        text: LANGUAGES[each],
        checked: language.value === each,
        run: () => {
          language.value = each;
        },
      })),
    },
    {
      head: t('menu.theme'),
      items: THEMES.map((each) => ({
        key: each,
        text: t(`theme.${each}`),
        icon: ICONS[each],
        checked: theme.value === each,
        run: () => {
          theme.value = each;
        },
      })),
    },
  ];
}

/** Language and theme, where there is no shell to hold them. */
export function Preferences() {
  const speaks = LANGUAGES[language.value];
  return (
    <Menu
      kind="quiet"
      icon="globe"
      label={`${speaks}. ${t('menu.open')}`}
      groups={preferenceGroups()}
    >
      {speaks}
    </Menu>
  );
}
