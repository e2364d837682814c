import { openPage } from '../entry/open-page.js';
import { openTerminal } from '../entry/open-terminal.js';
import { Pos } from './pos.js';

openPage({
  name: 'pos',
  roles: ['owner', 'manager', 'cashier', 'waiter'],
  Page: Pos,
  openTerminal,
});
