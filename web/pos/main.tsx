import { openPage } from '../entry/open-page.js';
import { Pos } from './pos.js';

openPage('pos', ['owner', 'manager', 'cashier', 'waiter'], Pos);
