import { openPage } from '../entry/open-page.js';
import { Kds } from './kds.js';

openPage('kds', ['owner', 'manager', 'kitchen'], Kds);
