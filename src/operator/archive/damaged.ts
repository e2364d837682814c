import { OperatorError } from '../command.js';

/** What is read is not what this kotd writes. */
export class DamagedArchive extends OperatorError {}
