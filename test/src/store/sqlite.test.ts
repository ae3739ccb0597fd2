import { describeStoreContract } from '../../contract/store.js';
import { openFreshStore } from './fresh-store.js';

describeStoreContract('SQLite', () => openFreshStore());
