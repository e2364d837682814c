import { signal } from '@preact/signals';

/** How often what shows a running time is drawn again; ms. */
const TICK_MS = 1_000;

/** The server's time less this device's, ms: tablets are minutes off, and a ticket's age must not be. */
let offset = 0;

/** The server's time, ms since 1970, drawn anew each second. Reading it in a component subscribes it. */
export const now = signal(Date.now());

setInterval(tick, TICK_MS);
// Timers sleep in a hidden tab: what comes back to sight is right at once.
document.addEventListener('visibilitychange', tick);

/** Sets the clock by an instant that the server just told. */
export function setClock(serverTime: string): void {
  offset = Date.parse(serverTime) - Date.now();
  tick();
}

function tick(): void {
  now.value = Date.now() + offset;
}
