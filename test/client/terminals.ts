import type { Test } from 'tap';
import { Device } from '../../client/device.js';
import { Memory } from '../../client/memory.js';
import { openTerminal } from '../../client/open-terminal.js';
import { FakeClock } from './fake-clock.js';
import { FakeWorld } from './fake-net.js';
import { Tokens } from './people.js';

/** A terminal in a world that the test holds in its hands, on a device that keeps things in memory. */
export async function openMemory(
  t: Test,
  memory = new Memory(),
  world = new FakeWorld(new FakeClock()),
) {
  const tokens = new Tokens();
  const store = memory.open();
  const device = await Device.open({ world, store, url: 'http://kotd.test', openTerminal });
  const options = { outlet: 'outlet', audience: ['floor', 'bills'] as const, tokens };
  const terminal = await device.terminal(options);
  t.teardown(() => device.close());
  await world.clock.advance(0);
  return { world, memory, device, terminal, tokens };
}
