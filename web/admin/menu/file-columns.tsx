import { t } from '../words.js';

const COLUMNS = [
  ['name', 'Paneer Tikka'],
  ['price', '320.00'],
  ['tax_class', 'GST 5 %'],
  ['category', 'Starters'],
  ['code', 'PT1'],
  ['food', 'veg | egg | nonveg'],
  ['stations', 'Tandoor|Bar'],
  ['variants', 'Half=180.00|Full=320.00'],
  ['modifiers', 'Spice 0-1: Mild=0|Hot=0'],
  ['hsn', '996331'],
  ['available', 'yes | no'],
  ['position', '10'],
] as const;

/** What may stand in a menu file. */
export function FileColumns() {
  return (
    <details class="file-columns">
      <summary>{t('file.columns')}</summary>
      <p class="soft">{t('file.columnsText')}</p>
      <dl>
        {COLUMNS.map(([name, example]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {t(`column.${name}`)} <code>{example}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
