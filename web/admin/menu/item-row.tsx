import { money } from '../../state/place.js';
import { toast } from '../../ui/toast.js';
import type { Asked } from '../asked.js';
import { troubleText } from '../form/refusal.js';
import { Grip } from '../grip.js';
import { useOffice } from '../office.js';
import type { useSorting } from '../sorting.js';
import { Switch } from '../switch.js';
import { t } from '../words.js';
import { FoodMark } from './food-mark.js';
import type { Card, MenuData, MenuItem } from './shapes.js';

export interface ItemRowProps {
  item: MenuItem;
  card: Card;
  asked: Asked<MenuData>;
  onOpen: () => void;
  row: ReturnType<Sorting['row']>;
  /** null: the order cannot be changed now. */
  grip: ReturnType<Sorting['grip']> | null;
}

type Sorting = ReturnType<typeof useSorting>;

/** An item in the list: what it is, what it costs, whether there is any. */
export function ItemRow({ item, card, asked, onOpen, row, grip }: ItemRowProps) {
  const { command } = useOffice();
  const taxClass = card.menu.taxClasses.find(({ id }) => id === item.taxClassId);
  const stations = card.stations.filter(({ id }) => item.stationIds.includes(id));
  const { variants, modifierGroups } = item;
  /** There is no harm in showing it before the server has said so: it says the same, or it is told. */
  const offer = async (available: boolean) => {
    const put = (part: Partial<MenuItem>) => (known: MenuData) => ({
      ...known,
      items: known.items.map((each) => (each.id === item.id ? { ...each, ...part } : each)),
    });
    try {
      await asked.ahead(put({ available }), async () => {
        const { rev } = await command('menu.setAvailability', { itemId: item.id, available });
        // Whoever opens it at once has changed it themselves, and nobody else has.
        asked.take(put({ rev }));
      });
    } catch (error) {
      toast({ tone: 'bad', text: troubleText(error) });
    }
  };
  return (
    <li class="item" data-off={!item.available || undefined} {...row}>
      {grip && <Grip name={item.name} {...grip} />}
      <button type="button" class="item-main" onClick={onOpen}>
        <span class="item-name">
          <FoodMark food={item.food ?? null} />
          <strong>{item.name}</strong>
          {item.code && <code>{item.code}</code>}
        </span>
        <span class="item-more">
          {[
            taxClass?.name,
            stations.map(({ name }) => name).join(', '),
            ...modifierGroups.map(({ name }) => name),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span class="item-price figures">
          {variants.length === 0
            ? money(item.price)
            : variants.map(({ id, name, price }) => (
                <span key={id}>
                  <span class="soft">{name}</span> {money(price)}
                </span>
              ))}
        </span>
      </button>
      <Switch
        words={{ on: t('item.on'), off: t('item.off') }}
        label={t('item.available', { name: item.name })}
        on={item.available}
        onChange={(on) => void offer(on)}
      />
    </li>
  );
}
