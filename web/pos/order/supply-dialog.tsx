import { language } from '../../state/language.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField } from '../../ui/field.js';
import { STATE_CODES, stateText } from '../bill/states.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import type { Draft, Place } from './draft.js';
import { changeDraft } from './taking.js';

export interface SupplyDialogProps {
  place: Place;
  draft: Draft;
  onClose: () => void;
}

/** To which state a new order goes: to another than the outlet's own, its tax is IGST. */
export function SupplyDialog({ place, draft, onClose }: SupplyDialogProps) {
  const till = useTill();
  const own = till.catalog.value.outlet?.stateCode ?? null;
  const options = STATE_CODES.filter((code) => code !== own).map((code) => ({
    value: code,
    text: stateText(code, language.value),
  }));
  const ownText = own === null ? '' : stateText(own, language.value);
  return (
    <Dialog
      title={t('supply')}
      onClose={onClose}
      actions={
        <Button kind="main" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <SelectField
        label={t('supply')}
        hint={t('supply.text')}
        value={draft.placeOfSupply ?? ''}
        options={[{ value: '', text: t('supply.own', { state: ownText }) }, ...options]}
        onChange={(code) =>
          changeDraft(till, place, (before) => ({ ...before, placeOfSupply: code || null }))
        }
      />
    </Dialog>
  );
}
