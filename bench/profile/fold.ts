import { NATIVE, placeOf } from './places.js';

/** What V8's profiler says, as far as it matters here (a `.cpuprofile`). */
export interface CpuProfile {
  nodes: readonly ProfileNode[];
  /** The node that each sample met. */
  samples: readonly number[];
  /** Before each sample; µs. */
  timeDeltas: readonly number[];
}

export interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: readonly number[];
}

/** A function where it was called from, with what it called. */
export interface Frame {
  name: string;
  /** Its file, its package, or what else it belongs to. */
  place: string;
  /** In itself, and with what it called; µs. */
  self: number;
  total: number;
  callees: Frame[];
}

/** V8 takes what happens between two callbacks for idling, also where libuv or uWebSockets read and write. */
const OUTSIDE = new Set(['(idle)', '(program)']);
export const OUTSIDE_NAME = 'outside JavaScript';

/** Of the thread that was watched meanwhile, as the kernel counts it; µs. */
export interface Ran {
  /** On a core. What of it was not in JavaScript was in native code outside of it. */
  busy: number;
  /** For a core. It looks to the profiler as if the function went on. */
  waited: number;
}

/** The tree of all calls; those of one function from one other are one frame. Times are of a core. */
export function fold({ nodes, samples, timeDeltas }: CpuProfile, { busy, waited }: Ran): Frame {
  const share = busy / (busy + waited);
  const selves = new Map<number, number>();
  for (const [at, id] of samples.entries()) {
    selves.set(id, (selves.get(id) ?? 0) + share * (timeDeltas[at] ?? 0));
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const called = new Set(nodes.flatMap(({ children = [] }) => children));
  const root: Frame = { name: 'all', place: '', self: 0, total: 0, callees: [] };
  for (const node of nodes) {
    if (called.has(node.id)) continue;
    // V8's own root is ours.
    for (const id of node.children ?? []) grow(root, id);
  }
  sum(root);
  const outside = Math.max(0, busy - root.total);
  const native = { name: OUTSIDE_NAME, place: OUTSIDE_NAME, self: outside, total: outside };
  root.callees.push({ ...native, callees: [] });
  root.total += outside;
  return root;

  function grow(into: Frame, id: number): void {
    const node = byId.get(id);
    if (!node) return;
    const { functionName, url } = node.callFrame;
    if (OUTSIDE.has(functionName)) return;
    const name = functionName || '(anonymous)';
    // Native functions of packages have no names: whose they are, their callers tell.
    const place = functionName || url ? placeOf(name, url) : `${NATIVE}of ${into.place}`;
    let frame = into.callees.find((one) => one.name === name && one.place === place);
    if (!frame) {
      frame = { name, place, self: 0, total: 0, callees: [] };
      into.callees.push(frame);
    }
    frame.self += selves.get(id) ?? 0;
    for (const child of node.children ?? []) grow(frame, child);
  }
}

function sum(frame: Frame): number {
  frame.total = frame.self;
  for (const callee of frame.callees) frame.total += sum(callee);
  return frame.total;
}
