import { toast } from '../../ui/toast.js';
import { maySayAvailable } from '../approval/rights.js';
import type { MenuItem } from '../shapes.js';
import { perform } from '../till/perform.js';
import type { Till } from '../till/till.js';
import { troubleText } from '../trouble.js';
import { t } from '../words.js';

/**
 * Says that an item is sold out, or that there is some again: to all tills and the kitchen at once.
 */
export async function sayAvailable(till: Till, item: MenuItem, available: boolean): Promise<void> {
  try {
    const told = await perform(till, 'menu.setAvailability', { itemId: item.id, available });
    if (told === null) return toast({ text: t('deed.waits') });
    const text = available
      ? t('item.isBack', { name: item.name })
      : t('item.isSoldOut', { name: item.name });
    toast({ text, tone: 'good' });
  } catch (error) {
    toast({ text: troubleText(error), tone: 'bad' });
  }
}

/** Tells whoever tapped it, and lets those who may, say otherwise. */
export function tellSoldOut(till: Till, item: MenuItem): void {
  const text = t('item.isSoldOut', { name: item.name });
  const run = () => void sayAvailable(till, item, true);
  const action = { text: t('item.backOn'), run };
  toast(maySayAvailable(till.user.role) ? { text, action } : { text });
}
