import { useSignal } from '@preact/signals';
import { money } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import type { MenuItem, ModifierGroup } from '../shapes.js';
import { hasKeyboard } from '../till/keys.js';
import { t } from '../words.js';
import { type Choice, isFull, lacking, MOST_PORTIONS, portionPrice, toggled } from './choice.js';
import { Chips } from './chips.js';
import { ExtrasFields } from './extras.js';
import { Stepper } from './stepper.js';

export interface ItemSheetProps {
  item: MenuItem;
  start: Choice;
  /** So many are offered. */
  seats: number;
  /** A line that was taken already; else it is a new one. */
  isTaken: boolean;
  onDone: (choice: Choice) => void;
  onRemove?: () => void;
  /** There is none left. */
  onSoldOut?: () => void;
  onClose: () => void;
}

/** How an item is wanted: everything on one sheet, Enter takes it. */
export function ItemSheet({
  item,
  start,
  seats,
  isTaken,
  onDone,
  onRemove,
  onSoldOut,
  onClose,
}: ItemSheetProps) {
  const choice = useSignal(start);
  const tried = useSignal(false);
  const { quantity, variantId, modifierIds } = choice.value;
  const missing = lacking(item, modifierIds);
  const change = (part: Partial<Choice>) => {
    choice.value = { ...choice.value, ...part };
  };
  const done = () => {
    tried.value = true;
    if (missing.length === 0) onDone({ ...choice.value, note: tidy(choice.value.note) });
  };
  return (
    <Dialog
      title={item.name}
      onClose={onClose}
      actions={
        <>
          {onRemove && (
            <Button kind="quiet" icon="close" onClick={onRemove}>
              {t('line.remove')}
            </Button>
          )}
          {onSoldOut && (
            <Button kind="quiet" icon="ban" onClick={onSoldOut}>
              {t('item.soldOut')}
            </Button>
          )}
          <Button kind="main" size="large" autofocus={!hasKeyboard()} onClick={done}>
            {t(isTaken ? 'line.change' : 'line.add', {
              amount: money(portionPrice(item, choice.value) * quantity),
            })}
          </Button>
        </>
      }
    >
      <form
        class="sheet"
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <Stepper
          label={t('line.quantity')}
          value={quantity}
          least={1}
          most={MOST_PORTIONS}
          autofocus={hasKeyboard()}
          onChange={(value) => change({ quantity: value })}
        />
        {item.variants.length > 0 && (
          <Chips
            label={t('item.variant')}
            takes="one"
            chips={item.variants.map(({ id, name, price }) => ({
              key: id,
              text: <Priced name={name} price={money(price)} />,
            }))}
            chosen={variantId === null ? [] : [variantId]}
            onToggle={(key) => change({ variantId: key })}
          />
        )}
        {item.modifierGroups.map((group) => (
          <Chips
            key={group.id}
            label={group.name}
            hint={hintOf(group)}
            wrong={tried.value && missing.includes(group)}
            // Of a group that must have one, none cannot be chosen again.
            takes={group.max === 1 && group.min === 1 ? 'one' : 'several'}
            chips={group.modifiers.map(({ id, name, price }) => ({
              key: id,
              text: <Priced name={name} price={price > 0 ? `+ ${money(price)}` : null} />,
              disabled: isFull(group, modifierIds) && !modifierIds.includes(id),
            }))}
            chosen={modifierIds}
            onToggle={(key) => change({ modifierIds: toggled(modifierIds, group, key) })}
          />
        ))}
        <ExtrasFields value={choice.value} seats={seats} onChange={change} />
        {/* Enter in a field sends a form only where something in it can send it. */}
        <button type="submit" class="unseen" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}

function Priced({ name, price }: { name: string; price: string | null }) {
  return (
    <>
      {name}
      {price && <small class="figures">{price}</small>}
    </>
  );
}

/** How many of a group there must and may be. */
function hintOf({ min, max, modifiers }: ModifierGroup): string | undefined {
  const most = Math.min(max, modifiers.length);
  if (min === 0) return max === 1 ? undefined : t('group.most', { n: most });
  return min === max ? t('group.exactly', { n: min }) : t('group.between', { least: min, most });
}

function tidy(note: string | null): string | null {
  const text = note?.trim() ?? '';
  return text === '' ? null : text;
}
