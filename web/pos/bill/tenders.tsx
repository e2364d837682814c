import { Icon, type IconName } from '../../ui/icon.js';
import type { Tender } from '../shapes.js';

/** As they are offered. */
export const TENDERS: readonly Tender[] = ['cash', 'card', 'upi'];

const ICONS: Record<Tender, IconName> = { cash: 'cash', card: 'card', upi: 'device' };

export function tenderIcon(tender: Tender) {
  return <Icon name={ICONS[tender]} />;
}
