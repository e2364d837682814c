import t from 'tap';
import { heldBy, slabsOfSockets } from '../../bench/memory.js';

const TABLE = `slabinfo - version: 2.1
# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>
tw_sock_TCP         2933   2940    256   32    2
TCP                  312    320   2368   13    8
sock_inode_cache     418    430    832   39    8
dentry            288896 290000    192   42    2
`;

t.test('memory: of the kernel’s objects only those of sockets count', async (t) => {
  t.equal(slabsOfSockets(TABLE), 312 * 2368 + 418 * 832);
  t.equal(slabsOfSockets(''), 0);
});

t.test('memory: a process holds something, and so does the kernel', async (t) => {
  const { processes, kernel } = await heldBy([process.pid]);
  t.ok(processes > 1_000_000);
  t.ok(kernel > 0);
});
