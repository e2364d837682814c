import { openPage } from '../entry/open-page.js';
import { openTerminal } from '../entry/open-terminal.js';
import { Kds } from './kds.js';

openPage({ name: 'kds', roles: ['owner', 'manager', 'kitchen'], Page: Kds, openTerminal });
