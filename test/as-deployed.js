// tap loads a part of itself into every node that a test starts, directly or not. kotd is tested as it is
// deployed: without that its processes start in 60 % of the time, and their memory is their own.
import processOnSpawn from 'process-on-spawn';

const FOR_TESTS = /"--import=[^"]*(@tapjs|unwatched)[^"]*"/g;

processOnSpawn.addListener((spawned) => {
  const { NODE_OPTIONS = '', ...others } = spawned.env;
  const asked = NODE_OPTIONS.replace(FOR_TESTS, '').trim();
  spawned.env = asked === '' ? others : { ...others, NODE_OPTIONS: asked };
});
