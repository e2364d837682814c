import type { FrameOf } from '../../../client/frames.js';

/** How the box does, as the server says it each second to those who may know. */
export type Ops = Omit<FrameOf<'ops'>, 't'>;
