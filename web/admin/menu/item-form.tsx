import { useState } from 'preact/hooks';
import { place } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { Field, SelectField } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { digitsOf } from '../form/amount.js';
import { OneOf, Several } from '../form/chips.js';
import { FormDialog } from '../form/form-dialog.js';
import { troubleText } from '../form/refusal.js';
import { PriceField } from '../form/price-field.js';
import { revFor } from '../form/rev-for.js';
import { useSubmit } from '../form/submit.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import { FoodMark } from './food-mark.js';
import { Groups } from './groups.js';
import {
  blankDraft,
  bodyOf,
  changeOf,
  commonest,
  draftOf,
  type ItemDraft,
  wrongWith,
} from './item-draft.js';
import type { Card, MenuItem, NewItem } from './shapes.js';
import { Variants } from './variants.js';

export interface ItemFormProps {
  card: Card;
  /** The item, or where a new one shall stand. */
  of: MenuItem | { categoryId: string };
  onClose: () => void;
  onSaved: () => void;
  /** Somebody else changed it: shows theirs. */
  onReload: (id: string) => Promise<void>;
}

const FOODS = ['', 'veg', 'egg', 'nonVeg'] as const;

/** Everything about an item of the menu. */
export function ItemForm({ card, of, onClose, onSaved, onReload }: ItemFormProps) {
  const { command, query } = useOffice();
  const digits = digitsOf(place.value.currency);
  const item = 'id' in of ? of : null;
  const [draft, setDraft] = useState(() => firstDraft(card, of, digits));
  const [dirty, setDirty] = useState(false);
  const submit = useSubmit();
  const change = (part: Partial<ItemDraft>) => {
    setDirty(true);
    setDraft({ ...draft, ...part });
  };
  const send = async (from: MenuItem, own: Partial<NewItem> | { archived: true }) => {
    if (Object.keys(own).length === 0) return;
    const newest = await query('menu.readItem', { itemId: from.id });
    await command('menu.changeItem', { itemId: from.id, ...own }, revFor(own, from, newest));
  };
  const save = async () => {
    const taken = await submit.run(wrongWith(draft, digits), () =>
      item
        ? send(item, changeOf(item, draft, digits))
        : command('menu.createItem', bodyOf(draft, digits)),
    );
    if (!taken) return;
    toast({ tone: 'good', text: t('saved', { name: draft.name.trim() }) });
    onSaved();
    onClose();
  };
  const archive = async () => {
    if (!item) return;
    const taken = await submit.run({}, () => send(item, { archived: true }));
    if (!taken) return;
    const back = () =>
      void command('menu.changeItem', { itemId: item.id, archived: false }).then(
        onSaved,
        (error: unknown) => toast({ tone: 'bad', text: troubleText(error) }),
      );
    toast({ text: t('archived', { name: item.name }), action: { text: t('undo'), run: back } });
    onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={item ? item.name : t('item.new')}
      size="wide"
      submitText={t('save')}
      submit={submit}
      dirty={dirty}
      onSubmit={() => void save()}
      onClose={onClose}
      {...(item
        ? {
            onReload: () => void onReload(item.id),
            others: (
              <Button kind="quiet" icon="archive" onClick={() => void archive()}>
                {t('item.archive')}
              </Button>
            ),
          }
        : {})}
    >
      <div class="form-pair">
        <Field
          label={t('item.name')}
          value={draft.name}
          wrong={submit.at('/name')}
          autofocus={!item}
          autoComplete="off"
          onInput={(name) => change({ name })}
        />
        <PriceField
          label={draft.variants.length > 0 ? t('item.basePrice') : t('item.price')}
          value={draft.price}
          wrong={submit.at('/price')}
          onInput={(price) => change({ price })}
        />
      </div>
      <div class="form-pair">
        <SelectField
          label={t('item.category')}
          value={draft.categoryId}
          wrong={submit.at('/categoryId')}
          options={[
            { value: '', text: t('category.none') },
            ...card.menu.categories.map(({ id, name }) => ({ value: id, text: name })),
          ]}
          onChange={(categoryId) => change({ categoryId })}
        />
        <SelectField
          label={t('item.taxClass')}
          value={draft.taxClassId}
          wrong={submit.at('/taxClassId')}
          options={[
            ...(draft.taxClassId === '' ? [{ value: '', text: t('choose') }] : []),
            ...card.menu.taxClasses.map(({ id, name }) => ({ value: id, text: name })),
          ]}
          onChange={(taxClassId) => change({ taxClassId })}
        />
      </div>
      <OneOf
        label={t('item.food')}
        chosen={draft.food}
        chips={FOODS.map((value) => ({
          value,
          text: (
            <>
              <FoodMark food={value === '' ? null : value} />
              <span aria-hidden={value !== ''}>
                {t(value === '' ? 'food.none' : `food.${value}`)}
              </span>
            </>
          ),
        }))}
        onChange={(food) => change({ food: FOODS.find((each) => each === food) ?? '' })}
      />
      <Several
        label={t('item.stations')}
        hint={draft.stationIds.length === 0 ? t('item.noStation') : undefined}
        wrong={submit.at('/stationIds')}
        chosen={draft.stationIds}
        chips={card.stations.map(({ id, name }) => ({ value: id, text: name }))}
        onChange={(stationIds) => change({ stationIds })}
      />
      <div class="form-pair">
        <Field
          label={t('item.code')}
          hint={t('item.codeHint')}
          value={draft.code}
          wrong={submit.at('/code')}
          autoComplete="off"
          autoCapitalize="characters"
          onInput={(code) => change({ code })}
        />
        {place.value.country === 'IN' && (
          <Field
            label={t('item.hsn')}
            hint={t('item.hsnHint')}
            value={draft.hsn}
            wrong={submit.at('/hsn')}
            inputMode="numeric"
            autoComplete="off"
            onInput={(hsn) => change({ hsn })}
          />
        )}
      </div>
      <Variants
        variants={draft.variants}
        at={submit.at}
        onChange={(variants) => change({ variants })}
      />
      <Groups
        groups={draft.groups}
        stations={card.stations}
        at={submit.at}
        onChange={(groups) => change({ groups })}
      />
    </FormDialog>
  );
}

/** A new item is mostly taxed and cooked like the others of its category, or of the menu. */
function firstDraft({ menu, stations }: Card, of: ItemFormProps['of'], digits: number): ItemDraft {
  if ('id' in of) return draftOf(of, digits);
  const { categoryId } = of;
  const neighbours = menu.items.filter((item) => item.categoryId === categoryId);
  const like = neighbours.length > 0 ? neighbours : menu.items;
  const station = commonest(like.flatMap(({ stationIds }) => stationIds)) ?? stations[0]?.id;
  return blankDraft({
    categoryId,
    taxClassId: commonest(like.map(({ taxClassId }) => taxClassId)) ?? menu.taxClasses[0]?.id ?? '',
    stationIds: station === undefined ? [] : [station],
  });
}
