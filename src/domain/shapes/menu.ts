import { type Static, Type } from '@sinclair/typebox';
import { Closed, Id, Name, Nullable, Price, Rate, Rev } from './primitives.js';

/** HSN or SAC code as a bill prints it (India). */
export const Hsn = Type.String({ pattern: '^\\d{4,8}$' });
/** The house's own short code of an item, as a till types it; unique on the menu. */
export const ItemCode = Type.String({ pattern: '^\\S(.{0,18}\\S)?$' });
/** The mark that Indian menus must show: green, brown with a triangle, or brown (FSSAI regulations of 2011). */
export const Food = Type.Union([Type.Literal('veg'), Type.Literal('egg'), Type.Literal('nonVeg')]);
export type Food = Static<typeof Food>;
/** Things with one come first, the smallest first of all; the others follow as they were made. */
export const MenuPosition = Type.Integer({ minimum: 0, maximum: 1_000_000 });
/** True: taken out of use for good, yet kept, since what was sold names it. Left out: false. */
export const Archived = Type.Boolean();

export const Category = Type.Object(
  {
    id: Id,
    rev: Rev,
    name: Name,
    position: Type.Optional(Nullable(MenuPosition)),
    archived: Type.Optional(Archived),
  },
  Closed,
);
export type Category = Static<typeof Category>;

export const TaxClass = Type.Object(
  {
    id: Id,
    rev: Rev,
    name: Name,
    rate: Rate,
    /** True when prices of this class already contain the tax. */
    inclusive: Type.Boolean(),
    hsn: Nullable(Hsn),
    archived: Type.Optional(Archived),
  },
  Closed,
);
export type TaxClass = Static<typeof TaxClass>;

export const Variant = Type.Object({ id: Id, name: Name, price: Price }, Closed);
export type Variant = Static<typeof Variant>;

export const Modifier = Type.Object(
  {
    id: Id,
    name: Name,
    price: Price,
    /** Stations that must see a line with this modifier besides the item's own. */
    stationIds: Type.Optional(Type.Array(Id, { maxItems: 20 })),
  },
  Closed,
);
export type Modifier = Static<typeof Modifier>;

const bounds = {
  min: Type.Integer({ minimum: 0, maximum: 50 }),
  max: Type.Integer({ minimum: 1, maximum: 50 }),
};

export const ModifierGroup = Type.Object(
  {
    id: Id,
    name: Name,
    ...bounds,
    modifiers: Type.Array(Modifier, { minItems: 1, maxItems: 100 }),
  },
  Closed,
);
export type ModifierGroup = Static<typeof ModifierGroup>;

/** What an item may have besides; left out is the same as null. */
const itemExtras = {
  code: Type.Optional(Nullable(ItemCode)),
  food: Type.Optional(Nullable(Food)),
  /** Goes before that of the tax class. */
  hsn: Type.Optional(Nullable(Hsn)),
  position: Type.Optional(Nullable(MenuPosition)),
};

export const MenuItem = Type.Object(
  {
    id: Id,
    rev: Rev,
    name: Name,
    categoryId: Nullable(Id),
    price: Price,
    taxClassId: Id,
    available: Type.Boolean(),
    stationIds: Type.Array(Id, { maxItems: 20 }),
    variants: Type.Array(Variant, { maxItems: 50 }),
    modifierGroups: Type.Array(ModifierGroup, { maxItems: 20 }),
    ...itemExtras,
    archived: Type.Optional(Archived),
  },
  Closed,
);
export type MenuItem = Static<typeof MenuItem>;

export const NewCategory = Type.Object(
  { name: Name, position: Type.Optional(Nullable(MenuPosition)) },
  Closed,
);
export type NewCategory = Static<typeof NewCategory>;

export const CategoryChange = Type.Partial(Type.Omit(Category, ['id', 'rev']), {
  ...Closed,
  minProperties: 1,
});
export type CategoryChange = Static<typeof CategoryChange>;

export const NewTaxClass = Type.Object(
  {
    name: Name,
    rate: Rate,
    inclusive: Type.Boolean(),
    hsn: Type.Optional(Nullable(Hsn)),
  },
  Closed,
);
export type NewTaxClass = Static<typeof NewTaxClass>;

export const TaxClassChange = Type.Partial(Type.Omit(TaxClass, ['id', 'rev']), {
  ...Closed,
  minProperties: 1,
});
export type TaxClassChange = Static<typeof TaxClassChange>;

/** Variants and modifiers may come with the ids they already have; new ones get theirs from the server. */
const NewVariant = Type.Object({ id: Type.Optional(Id), name: Name, price: Price }, Closed);
const NewModifier = Type.Object(
  {
    id: Type.Optional(Id),
    name: Name,
    price: Price,
    stationIds: Type.Optional(Type.Array(Id, { maxItems: 20 })),
  },
  Closed,
);
const NewModifierGroup = Type.Object(
  {
    id: Type.Optional(Id),
    name: Name,
    ...bounds,
    modifiers: Type.Array(NewModifier, { minItems: 1, maxItems: 100 }),
  },
  Closed,
);

export const NewMenuItem = Type.Object(
  {
    name: Name,
    price: Price,
    taxClassId: Id,
    categoryId: Type.Optional(Nullable(Id)),
    stationIds: Type.Optional(Type.Array(Id, { maxItems: 20 })),
    variants: Type.Optional(Type.Array(NewVariant, { maxItems: 50 })),
    modifierGroups: Type.Optional(Type.Array(NewModifierGroup, { maxItems: 20 })),
    ...itemExtras,
  },
  Closed,
);
export type NewMenuItem = Static<typeof NewMenuItem>;

export const MenuItemChange = Type.Partial(
  Type.Composite([NewMenuItem, Type.Object({ archived: Archived })]),
  { ...Closed, minProperties: 1 },
);
export type MenuItemChange = Static<typeof MenuItemChange>;

export const Menu = Type.Object(
  {
    version: Type.Integer({ minimum: 0 }),
    categories: Type.Array(Category),
    taxClasses: Type.Array(TaxClass),
    items: Type.Array(MenuItem),
  },
  Closed,
);
export type Menu = Static<typeof Menu>;
