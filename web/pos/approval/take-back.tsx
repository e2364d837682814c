import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import { Approved } from './approved.js';
import { Reason, type ReasonProps } from './reason.js';
import { type Action, mayDo } from './rights.js';

export interface TakeBackProps {
  action: Action;
  /** What it is done to: one of the two. */
  subject: { orderId: string } | { billId: string };
  title: string;
  /** What the button says that does it. */
  does: string;
  reasons: ReasonProps['of'];
  /** Whether the role must be enough, or somebody else's. */
  isGrave: boolean;
  busy: boolean;
  /** Why it was refused. */
  wrong: ComponentChildren;
  onDo: (reason: string, approval: { approvalId?: string }) => void;
  onClose: () => void;
  children: ComponentChildren;
}

/**
 * Takes something back: for a reason that is kept for ever, and with somebody's leave where it
 * takes one.
 */
export function TakeBack({
  action,
  subject,
  title,
  does,
  reasons,
  isGrave,
  ...rest
}: TakeBackProps) {
  const till = useTill();
  const reason = useSignal('');
  const asks = useSignal(false);
  const { busy, wrong, onDo, onClose, children } = rest;
  const why = reason.value.trim();
  const needsLeave = isGrave && !mayDo(action, till.user.role);
  const ask = (now: boolean) => {
    asks.value = now;
  };
  if (asks.value) {
    return (
      <Approved
        action={action}
        {...subject}
        reason={why}
        onApproved={(approvalId) => {
          ask(false);
          onDo(why, { approvalId });
        }}
        onClose={() => ask(false)}
      />
    );
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button
          kind="danger"
          size="large"
          disabled={why === ''}
          busy={busy}
          onClick={needsLeave ? () => ask(true) : () => onDo(why, {})}
        >
          {needsLeave ? t('approval.ask') : does}
        </Button>
      }
    >
      {wrong}
      {children}
      <Reason
        of={reasons}
        value={reason.value}
        onChange={(text) => {
          reason.value = text;
        }}
      />
    </Dialog>
  );
}
