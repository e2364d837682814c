import { type CommandStartedEvent, type Document, MongoClient } from 'mongodb';
import type { Test } from 'tap';

/** Hands on what every client of this process sends, until the test ends. */
export function hear(t: Test, take: (command: Document) => void): void {
  const { emit } = MongoClient.prototype;
  MongoClient.prototype.emit = function (name, ...args) {
    const [event] = args as [CommandStartedEvent];
    if (name === 'commandStarted') take(event.command);
    return Reflect.apply(emit, this, [name, ...args]);
  };
  t.teardown(() => {
    MongoClient.prototype.emit = emit;
  });
}
