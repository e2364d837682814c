import { Type } from '@sinclair/typebox';
import { decided } from '../domain/decision.js';
import { seen } from '../domain/device.js';
import { KotdError } from '../domain/errors.js';
import { refusePinChange, refuseWeakPin, rightPin, setPin } from '../domain/pin.js';
import { newSession } from '../domain/session.js';
import { Pin } from '../domain/shapes/pin.js';
import { Closed, Id } from '../domain/shapes/primitives.js';
import { isActive } from '../domain/staff.js';
import { checkPin, hashPin, isPin } from './auth/pin-check.js';
import { mayEnter } from './auth/principal.js';
import { LoggedIn, presentStep, stepOf } from './auth/steps.js';
import { ownDevice } from './pairing.js';
import { command } from './spec.js';

export const postPin = command({
  type: 'auth.pin',
  method: 'POST',
  path: '/auth/pin',
  summary: 'Log in on a paired device, with the token of the device',
  reach: 'organization',
  permission: 'auth.pin',
  // Guessing is held off by the lock, and a till in a rush is where everybody logs in.
  limit: 'orders',
  body: Type.Object({ staffId: Id, pin: Pin }, Closed),
  answer: LoggedIn,
  status: 200,
  secrets: ['pin'],
  inTurn: ({ staffId }) => `pin/${staffId}`,
  async decide(work, { staffId, pin }) {
    const { read, context } = work;
    const device = await ownDevice(work);
    const staff = await read.get('staff', staffId);
    if (!staff || !isActive(staff) || !mayEnter(staff, device.outletId)) {
      await isPin(work, null, pin);
      throw new KotdError('wrong_pin');
    }
    const place = { placeId: device.id, outletId: device.outletId };
    const { trial, refused } = await checkPin(work, staff, pin, place);
    if (refused) return refused;
    const on = { id: device.id, sessionId: device.sessionId };
    const by = staff.pin ? { pinSetAt: staff.pin.setAt } : {};
    const session = newSession(staff, context, { ...on, ...by });
    const { id, name } = await read.need('outlet', device.outletId);
    return decided({
      documents: [
        { collection: 'session', value: session },
        rightPin(trial, context),
        ...seen(device, context),
      ],
      events: [],
      result: stepOf(session, staff, [{ id, name }], work),
    });
  },
  present: presentStep,
});

export const putPin = command({
  type: 'staff.setPin',
  method: 'PUT',
  path: '/staff/{staffId}/pin',
  summary: 'Give a person a PIN, or another one: oneself, or somebody one decides about',
  reach: 'organization',
  permission: 'staff.setPin',
  limit: 'other',
  body: Type.Object({ staffId: Id, pin: Pin }, Closed),
  answer: Type.Null(),
  status: 204,
  secrets: ['pin'],
  inTurn: () => 'staff',
  async decide(work, { staffId, pin }) {
    const { read, principal, context } = work;
    const staff = await read.need('staff', staffId);
    const outlets = new Set(staff.outletIds.filter((id) => mayEnter(principal, id)));
    refusePinChange(staff, { outlets }, context);
    refuseWeakPin(pin);
    return setPin(staff, await hashPin(work, staff.id, pin), context);
  },
});
