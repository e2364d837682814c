// Loaded before a kotd whose clock shall stand elsewhere. From there it goes on as any other.
import { env } from 'node:process';

const RealDate = Date;
const offset = Number(env.CLOCK_OFFSET_MS);
const now = () => RealDate.now() + offset;

globalThis.Date = new Proxy(RealDate, {
  construct: (date, [first = now(), ...rest]) => Reflect.construct(date, [first, ...rest]),
  get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
});
