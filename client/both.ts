/**
 * What `kotd/client` is typed as: all that both entries have, since the compiler cannot know where a program will
 * run. What one of them has besides is in `kotd/client/node` and `kotd/client/browser`. At run time this is nothing.
 */
import type { Device } from './device.js';
import type { OpenOptions } from './open.js';

export * from './index.js';

/**
 * Opens this device: who was signed in, and what was not sent yet, is there again.
 * @throws where the store cannot be opened; in Node `FolderInUse` when another program has the folder
 */
export declare function openDevice(options: OpenOptions): Promise<Device>;
