import { clockTime } from '../../state/place.js';
import { Icon, type IconName } from '../../ui/icon.js';
import { t } from '../words.js';
import { deedText } from './deed.js';
import type { Entry } from './filter.js';

const ICONS: Record<Entry['subject']['kind'], IconName> = {
  order: 'minus',
  bill: 'till',
  staff: 'person',
  device: 'device',
};

/** One entry: when, who, what, why, and by whose right. */
export function AuditEntry({ entry }: { entry: Entry }) {
  const { at, actor, actorName, approvedBy, approverName, reason, subject } = entry;
  const byOther = approvedBy !== null && approvedBy !== actor;
  return (
    <li class="audit-entry" data-locked={entry.action === 'pin.locked' || undefined}>
      <time dateTime={at} class="figures">
        {clockTime(at)}
      </time>
      <Icon name={ICONS[subject.kind]} />
      <div>
        <p>
          <strong>{actorName ?? t('audit.unknown')}</strong> {deedText(entry)}
        </p>
        {(byOther || reason !== null) && (
          <p class="soft">
            {byOther && t('audit.approvedBy', { name: approverName ?? t('audit.unknown') })}
            {byOther && reason !== null && ' · '}
            {reason !== null && <q>{reason}</q>}
          </p>
        )}
      </div>
    </li>
  );
}
