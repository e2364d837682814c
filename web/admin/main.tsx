import { openPage } from '../entry/open-page.js';
import { Admin } from './admin.js';

openPage({ name: 'admin', roles: ['owner', 'manager'], Page: Admin });
