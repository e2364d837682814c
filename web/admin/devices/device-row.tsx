import { useState } from 'preact/hooks';
import { now } from '../../state/clock.js';
import { clockTime, dayText } from '../../state/place.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { toast } from '../../ui/toast.js';
import { troubleText } from '../form/refusal.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import type { Code, Device } from './device.js';

export interface DeviceRowProps {
  device: Device;
  /** Another code was made for it. */
  onCode: (code: Code) => void;
  onRevoke: () => void;
}

/** A device: whether it is paired, and when it was last heard of. */
export function DeviceRow({ device, onCode, onRevoke }: DeviceRowProps) {
  const { command } = useOffice();
  const [busy, setBusy] = useState(false);
  const { name, kind, lastSeenAt, revokedAt } = device;
  const state = stateOf(device, now.value);
  const renew = async () => {
    setBusy(true);
    try {
      onCode(await command('device.renewCode', { deviceId: device.id }));
    } catch (error) {
      toast({ tone: 'bad', text: troubleText(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <li class="device" data-revoked={revokedAt !== null || undefined}>
      <Icon name={kind === 'pos' ? 'till' : 'kitchen'} />
      <div>
        <h3>{name}</h3>
        <p class="soft">
          {t(`device.${kind}`)} ·{' '}
          {lastSeenAt === null
            ? t('device.neverSeen')
            : t('device.seen', { at: seenText(lastSeenAt) })}
        </p>
      </div>
      <Badge {...(TONES[state] ? { tone: TONES[state] } : {})}>{t(`device.state.${state}`)}</Badge>
      {revokedAt === null && (
        <span class="device-actions">
          <Button icon="key" busy={busy} onClick={() => void renew()}>
            {t('device.newCode')}
          </Button>
          <Button kind="quiet" label={t('device.revokeOf', { name })} onClick={onRevoke}>
            {t('device.revoke')}
          </Button>
        </span>
      )}
    </li>
  );
}

const TONES = { paired: 'good', waiting: 'info', unpaired: undefined, revoked: 'bad' } as const;

function stateOf(device: Device, at: number): keyof typeof TONES {
  if (device.revokedAt !== null) return 'revoked';
  if (device.pairedAt !== null) return 'paired';
  const waits = device.codeExpiresAt !== null && Date.parse(device.codeExpiresAt) > at;
  return waits ? 'waiting' : 'unpaired';
}

/** By the clock alone only today: "20:45" of yesterday would be read as a minute ago. */
function seenText(at: string): string {
  const day = dayText(at);
  return day === dayText(now.value) ? clockTime(at) : `${day}, ${clockTime(at)}`;
}
