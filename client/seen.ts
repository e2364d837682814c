/** Whether somebody in the kitchen has seen a ticket, by the server's own rule. */
export { isSeen } from '../src/domain/shown.js';
