import { useSignal } from '@preact/signals';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { PinPad } from '../../ui/pin-pad.js';
import { wrongText } from '../../state/wrong.js';
import { t as frame } from '../../state/words.js';
import type { Person } from '../shapes.js';
import { useTill } from '../till/context.js';
import { hasKeyboard } from '../till/keys.js';
import { steer } from '../till/steer.js';
import { t } from '../words.js';
import './approval.css';
import { type Action, approvers } from './rights.js';

/** A PIN has so many digits. */
const LEAST_DIGITS = 4;
const MOST_DIGITS = 8;

export interface ApprovedProps {
  action: Action;
  /** What it is about: one of the two. */
  orderId?: string;
  billId?: string;
  reason: string;
  /** Who approved it, by an approval that is good once and for two minutes. */
  onApproved: (approvalId: string) => void;
  onClose: () => void;
}

/**
 * Somebody with more rights says yes, by their PIN. It goes to the server at once, and is kept
 * nowhere.
 */
export function Approved({ action, reason, onApproved, onClose, ...subject }: ApprovedProps) {
  const till = useTill();
  const chosen = useSignal<Person | null>(null);
  const wrong = useSignal<string | null>(null);
  const able = approvers(till.people.value, action);
  const hand = async (approver: Person, pin: string) => {
    wrong.value = null;
    try {
      const approval = await till.session.api.command(
        'approval.grant',
        { approverId: approver.id, pin, action, reason, ...subject },
        { outlet: till.outlet.id },
      );
      onApproved(approval.id);
    } catch (error) {
      wrong.value = wrongText(error);
      throw error;
    }
  };
  const { value: approver } = chosen;
  return (
    <Dialog title={t('approval')} onClose={onClose}>
      {till.isCut.value && <Banner tone="warn">{t('approval.offline')}</Banner>}
      {approver ? (
        <>
          <p class="approval-who">
            <Button
              kind="quiet"
              icon="back"
              label={frame('pin.other')}
              onClick={() => (chosen.value = null)}
            />
            <strong>{frame('pin.of', { name: approver.name })}</strong>
          </p>
          {/* As high as what may stand here: the digits must not move under a finger. */}
          <div class="pin-said">
            {wrong.value ? (
              <Banner tone="bad">{wrong.value}</Banner>
            ) : (
              <p class="soft">{t('approval.reason', { reason })}</p>
            )}
          </div>
          <PinPad
            label={frame('pin.of', { name: approver.name })}
            least={LEAST_DIGITS}
            most={MOST_DIGITS}
            onPin={(pin) => hand(approver, pin)}
          />
        </>
      ) : (
        <>
          <p class="soft">{t(`approval.why.${action}`)}</p>
          {able.length === 0 && <Banner tone="warn">{t('approval.nobody')}</Banner>}
          <ul
            class="approvers"
            onKeyDown={(event) => steer(event, event.currentTarget, '.approvers .button')}
          >
            {able.map((person, at) => (
              <li key={person.id}>
                <Button
                  wide
                  icon="person"
                  autofocus={at === 0 && hasKeyboard()}
                  onClick={() => (chosen.value = person)}
                >
                  {person.name} <small class="soft">{frame(`role.${person.role}`)}</small>
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
