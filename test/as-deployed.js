// tap loads a part of itself into every node that a test starts, directly or not. kotd is tested as it is
// deployed: without that its processes start in 60 % of the time, and their memory is their own.
import processOnSpawn from 'process-on-spawn';

processOnSpawn.addListener((spawned) => {
  const { NODE_OPTIONS, ...others } = spawned.env;
  spawned.env = others;
});
