import { Icon } from '../../ui/icon.js';
import { t } from '../words.js';
import type { OrderFace } from './tables.js';

export interface SignsProps {
  of: OrderFace;
  /** Whether what is ready is among them, or said already. */
  ready?: boolean;
}

/** What of an order wants somebody's attention, in a figure each. */
export function Signs({ of: { unsent, ready, pending }, ready: saysReady = true }: SignsProps) {
  const showsReady = saysReady && ready > 0;
  if (unsent === 0 && !showsReady && !pending) return null;
  return (
    <span class="signs">
      {showsReady && (
        <span class="sign" data-tone="good">
          <Icon name="bell" />
          <b class="figures">{ready}</b>
          <span class="unseen">{t('sign.ready', { n: ready })}</span>
        </span>
      )}
      {unsent > 0 && (
        <span class="sign" data-tone="warn">
          <Icon name="hand" />
          <b class="figures">{unsent}</b>
          <span class="unseen">{t('sign.unsent', { n: unsent })}</span>
        </span>
      )}
      {pending && (
        <span class="sign" data-tone="info">
          <Icon name="outbox" />
          <span class="unseen">{t('sign.pending')}</span>
        </span>
      )}
    </span>
  );
}
