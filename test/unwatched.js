// tap has each file that a test loads looked at by a thread of its own, for coverage, which .taprc turns off, and
// has node look for source maps, of which there are none. A test starts in half the time without.
import module from 'node:module';

module.register = () => undefined;
