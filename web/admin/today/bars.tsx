import type { ComponentChildren } from 'preact';
import { Money } from '../../ui/money.js';
import './bars.css';

export interface Bar {
  key: string;
  name: string;
  /** Integer minor units. */
  amount: number;
  /** How many of what it is made of. */
  detail?: ComponentChildren;
}

/** Amounts beside each other, each as long as its share of the largest. */
export function Bars({ bars }: { bars: readonly Bar[] }) {
  const largest = Math.max(1, ...bars.map(({ amount }) => amount));
  return (
    <ul class="bars">
      {bars.map(({ key, name, amount, detail }) => (
        <li key={key}>
          <span class="bar-name">
            {name} {detail !== undefined && <small class="figures">{detail}</small>}
          </span>
          <Money minor={amount} />
          <i aria-hidden="true">
            <b style={{ width: `${(100 * Math.max(0, amount)) / largest}%` }} />
          </i>
        </li>
      ))}
    </ul>
  );
}
