// tap has each file that a test loads looked at by a thread of its own, for coverage, which .taprc turns off.
// Without that thread a test starts in half the time.
import module from 'node:module';

module.register = () => undefined;
