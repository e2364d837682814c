import type { Answer, Found } from '../../../client/calls.js';

export type Device = Found<'device.list'>['data'][number];
export type Code = Answer<'device.create'>;
