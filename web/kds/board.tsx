import { useComputed } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Named } from '../entry/session.js';
import { EmptyState } from '../ui/empty-state.js';
import './board.css';
import { CardView } from './card-view.js';
import type { Hands } from './hands.js';
import type { House } from './house.js';
import { DIGITS } from './keys.js';
import type { Kitchen } from './kitchen.js';
import { keys, size } from './settings.js';
import type { Sight } from './sight.js';
import { usePlaces } from './use-places.js';
import { useSight } from './use-sight.js';
import { useSlide } from './use-slide.js';
import { useSlots } from './use-slots.js';
import { useStill } from './use-still.js';
import { t } from './words.js';

export interface BoardProps {
  kitchen: Kitchen;
  house: House;
  hands: Hands;
  sight: Sight;
  stations: readonly Named[];
}

/** What is to be done, oldest first, each ticket in a place that holds still. */
export function Board({ kitchen, house, hands, sight, stations }: BoardProps) {
  const board = useRef<HTMLDivElement>(null);
  const still = useStill();
  const width = useWidth(board);
  const { places, isSettling } = useSlots(kitchen.cards.value, still);
  const here = places.filter(({ slot }) => !slot.gone).map(({ slot }) => slot.id);
  hands.order = here;
  const onRows = usePlaces(board, () => sight.look(board.current));
  useSight(board, sight);
  useSlide(board, `${width} ${size.value} ${places.map(({ slot }) => slot.id).join(' ')}`);
  const current = useComputed(() => kitchen.trust.value.tone === 'current').value;
  return (
    <div
      class="board"
      ref={board}
      onClickCapture={(event) => {
        if (event.detail === 0 || !isSettling()) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {places.map(({ slot, card }) => {
        const at = here.indexOf(slot.id);
        return (
          <CardView
            key={slot.id}
            card={card}
            gone={slot.gone}
            digit={keys.value === 'on' && at >= 0 && at < DIGITS ? at + 1 : null}
            still={still}
            onRows={onRows}
            {...{ kitchen, house, hands, stations }}
          />
        );
      })}
      {places.length === 0 && current && (
        <EmptyState icon="check" title={t('board.empty')}>
          <p>{t('board.emptyText')}</p>
        </EmptyState>
      )}
    </div>
  );
}

/** Another width breaks lines elsewhere: the cards are measured again. */
function useWidth(board: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!board.current) return;
    const watch = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    watch.observe(board.current);
    return () => watch.disconnect();
  }, []);
  return width;
}
