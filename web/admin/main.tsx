import { openPage } from '../entry/open-page.js';
import { Admin } from './admin.js';

openPage('admin', ['owner', 'manager'], Admin);
