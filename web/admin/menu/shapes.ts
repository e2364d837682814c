import type { Body, Found } from '../../../client/calls.js';

export type MenuData = Found<'menu.read'>;
export type MenuItem = MenuData['items'][number];
export type Category = MenuData['categories'][number];
export type TaxClass = MenuData['taxClasses'][number];
export type NewItem = Body<'menu.createItem'>;
export type Station = Found<'station.list'>['data'][number];

/** The menu, and where its items are cooked. */
export interface Card {
  menu: MenuData;
  stations: readonly Station[];
}
