import { go } from '../state/route.js';
import type { MenuGroup } from '../ui/menu.js';
import { canFullScreen, flipFullScreen, fullScreen } from './device.js';
import { t } from './words.js';

export type DialogName = 'help' | 'recalls' | 'settings';

/** What is seldom needed: behind the name at the end of the bar. */
export function menuGroups(onDialog: (name: DialogName) => void): MenuGroup[] {
  const items: MenuGroup['items'][number][] = [
    { key: 'station', text: t('station.other'), icon: 'kitchen', run: () => go(['choose']) },
    { key: 'settings', text: t('settings'), icon: 'text', run: () => onDialog('settings') },
    { key: 'help', text: t('help'), icon: 'keyboard', run: () => onDialog('help') },
  ];
  if (canFullScreen) {
    items.push({
      key: 'full',
      text: t(fullScreen.value ? 'full.leave' : 'full'),
      icon: 'expand',
      run: () => void flipFullScreen(),
    });
  }
  return [{ items }];
}
