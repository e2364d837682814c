import { linkTo, route } from '../../state/route.js';
import { useAsked } from '../asked.js';
import { ALL, useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { Places } from '../places.js';
import { t } from '../words.js';
import { Categories } from './categories.js';
import { Items } from './items.js';
import './menu.css';
import { MenuFile } from './menu-file.js';
import type { Card } from './shapes.js';
import { TaxClasses } from './tax-classes.js';

const PLACES = ['items', 'categories', 'taxes', 'file'] as const;

/** The menu: its items, what they are ordered by, how they are taxed, and all of it as a file. */
export function Menu() {
  const { outlet, query } = useOffice();
  const place = PLACES.find((each) => each === route.value[1]) ?? 'items';
  const card = useAsked<Card>(outlet.id, async () => {
    const [menu, stations] = await Promise.all([
      query('menu.read', {}),
      query('station.list', ALL),
    ]);
    return { menu, stations: stations.data };
  }, ['menu.', 'station.']);
  return (
    <div class="office-section">
      <header class="office-head">
        <h2>{t('nav.menu')}</h2>
      </header>
      <Places
        label={t('nav.menu')}
        at={place}
        places={PLACES.map((key) => ({ key, text: t(`menu.${key}`), href: linkTo('menu', key) }))}
      />
      <Shown of={card}>
        {(found) => {
          const props = { card: found, asked: card };
          if (place === 'categories') return <Categories {...props} />;
          if (place === 'taxes') return <TaxClasses {...props} />;
          if (place === 'file') return <MenuFile onTaken={() => void card.ask()} />;
          return <Items {...props} />;
        }}
      </Shown>
    </div>
  );
}
