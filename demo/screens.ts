import { exit, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { play } from './screens/day.js';
import { takePictures } from './screens/pictures.js';
import { Restaurant } from './screens/restaurant.js';
import { NoBrowser, Studio } from './screens/studio.js';

/** From dist/demo/, where this runs. */
const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
/** The same seed plays the same day. */
const SEED = 1;

/** Plays a day in the demo restaurant and keeps pictures of what the pages show: `npm run screens`. */
async function main(): Promise<void> {
  // Before a day is played for nothing.
  Studio.needBrowser();
  const restaurant = await Restaurant.make();
  try {
    stdout.write('A Friday is played …\n');
    const house = await play(restaurant, SEED);
    const studio = await Studio.open(FOLDER, restaurant.url, house);
    try {
      await takePictures(studio, restaurant.url, SEED);
    } finally {
      await studio.close();
    }
  } finally {
    await restaurant.close();
  }
}

// Else the server would not hear of it, and its folder would stay.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => exit(1));
try {
  await main();
} catch (error) {
  if (!(error instanceof NoBrowser)) throw error;
  stderr.write(`screens: ${error.message}\n`);
  exit(1);
}
