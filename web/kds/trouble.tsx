import { t as frame } from '../state/words.js';
import { wrongText } from '../state/wrong.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import type { House } from './house.js';

/** Why the stations could not be read, and another try. */
export function Trouble({ house }: { house: House }) {
  return (
    <Banner tone="bad" action={<Button onClick={() => void house.ask()}>{frame('retry')}</Button>}>
      {wrongText(house.wrong.value)}
    </Banner>
  );
}
