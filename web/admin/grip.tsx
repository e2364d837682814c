import type { JSX } from 'preact';
import { Icon } from '../ui/icon.js';
import './grip.css';
import { t } from './words.js';

type Handlers = Pick<JSX.IntrinsicElements['button'], 'onPointerDown' | 'onKeyDown'>;

/** Where a row is taken hold of: see sorting.ts. @param name of what it moves */
export function Grip({ name, ...handlers }: Handlers & { name: string }) {
  return (
    <button type="button" class="grip" aria-label={t('move.grip', { name })} {...handlers}>
      <Icon name="grip" />
    </button>
  );
}
