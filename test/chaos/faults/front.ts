import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';

export const front: readonly Fault[] = [
  {
    name: 'nginx-reloaded',
    what: 'nginx is reloaded every second, five times',
    answerWithinMs: 6000,
    front: true,
    ci: true,
    lanes: 2,
    async strike(field) {
      for (let round = 0; round < 5; round++) {
        field.front.reload();
        await delay(1000);
      }
    },
  },
  {
    name: 'nginx-killed',
    what: '`kill -9` of nginx with all its workers; it is back after two seconds',
    answerWithinMs: 8000,
    front: true,
    lanes: 2,
    async strike(field) {
      field.front.kill();
      await delay(2000);
      await field.front.start();
    },
  },
  {
    name: 'box-killed-behind-nginx',
    what: '`kill -9` of a whole box behind nginx; it is away for four seconds',
    answerWithinMs: 8000,
    front: true,
    ci: true,
    lanes: 2,
    async strike(field) {
      const box = field.box(1);
      await box.signalAll('SIGKILL');
      await delay(4000);
      await box.restart();
    },
  },
];
