import { linkTo, route } from '../../state/route.js';
import { ALL, useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { Places } from '../places.js';
import { useAsked } from '../use-asked.js';
import { t } from '../words.js';
import { Categories } from './categories.js';
import { Items } from './items.js';
import './menu.css';
import { MenuFile } from './menu-file.js';
import { TaxClasses } from './tax-classes.js';

const PLACES = ['items', 'categories', 'taxes', 'file'] as const;

/** The menu: its items, what they are ordered by, how they are taxed, and all of it as a file. */
export function Menu() {
  const { outlet, query } = useOffice();
  const place = PLACES.find((each) => each === route.value[1]) ?? 'items';
  const menu = useAsked(outlet.id, () => query('menu.read', {}), ['menu.']);
  const stations = useAsked(outlet.id, () => query('station.list', ALL), ['station.']);
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
      <Shown of={stations}>
        {({ data }) => (
          <Shown of={menu}>
            {(found) => {
              const props = { card: { menu: found, stations: data }, asked: menu };
              if (place === 'categories') return <Categories {...props} />;
              if (place === 'taxes') return <TaxClasses {...props} />;
              if (place === 'file') {
                return <MenuFile card={props.card} onTaken={() => void menu.ask()} />;
              }
              return <Items {...props} />;
            }}
          </Shown>
        )}
      </Shown>
    </div>
  );
}
